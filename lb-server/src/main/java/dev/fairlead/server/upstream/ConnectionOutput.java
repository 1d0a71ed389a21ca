package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.HeadBuffer;
import dev.fairlead.server.upstream.tls.TlsSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSinkConduit;

/** The writing side of a connection: pending bytes go out together with the next write. */
final class ConnectionOutput {

    final StreamSinkConduit sink;
    private final Lane lane;
    private final ByteBuffer crlf = ByteBuffer.wrap(new byte[] {'\r', '\n'});
    private final @Nullable TlsSink tls;
    private @Nullable HeadBuffer pending;
    private long written;

    ConnectionOutput(StreamSinkConduit sink, Lane lane) {
        this.sink = sink;
        this.lane = lane;
        this.tls = sink instanceof TlsSink t ? t : null;
    }

    /** Something to append to; it goes out before anything written later. */
    HeadBuffer pending() {
        HeadBuffer buffer = pending;
        if (buffer == null) {
            buffer = lane.lendHead();
            pending = buffer;
        }
        return buffer;
    }

    /** The bytes that the socket took since the last {@link #begin}. */
    long written() {
        return written;
    }

    void begin() {
        written = 0;
    }

    /** Writes what waits and then as much of the source as goes. */
    int write(ByteBuffer source) throws IOException {
        if (pending == null) {
            int count = sink.write(source);
            written += count;
            return count;
        }
        return gather(source, false);
    }

    /** The same for bytes that complete a chunk: its CR LF leaves with them. */
    int writeToChunkEnd(ByteBuffer source) throws IOException {
        return gather(source, true);
    }

    private int gather(ByteBuffer source, boolean chunkEnd) throws IOException {
        ByteBuffer[] parts = lane.gather;
        int count = 0;
        if (pending != null) {
            parts[count++] = pending.view();
        }
        parts[count++] = source;
        if (chunkEnd) {
            crlf.clear();
            parts[count++] = crlf;
        }
        int before = source.position();
        try {
            written += sink.write(parts, 0, count);
        } finally {
            parts[0] = EMPTY;
            parts[1] = EMPTY;
            parts[2] = EMPTY;
        }
        settle();
        if (chunkEnd && !source.hasRemaining()) {
            while (crlf.hasRemaining()) {
                pending().octet(crlf.get());
            }
        }
        return source.position() - before;
    }

    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    /** Whether the socket has taken everything. */
    boolean flush() throws IOException {
        if (pending != null) {
            written += sink.write(pending.view());
            settle();
        }
        return pending == null && sink.flush();
    }

    /** Whether nothing waits that write events would have to bring out; encrypted bytes wait below. */
    boolean empty() {
        return pending == null && (tls == null || !tls.unsent());
    }

    /** What waits is not going to be written. */
    void drop() {
        if (pending != null) {
            lane.giveBack(pending);
            pending = null;
        }
    }

    private void settle() {
        if (pending != null && !pending.view().hasRemaining()) {
            drop();
        }
    }
}

package dev.fairlead.server.upstream;

import dev.fairlead.server.limit.FairSource;
import dev.fairlead.server.upstream.http1.InputBuffer;
import dev.fairlead.server.upstream.tls.TlsSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The reading side of a connection. After a read that did not fill its buffer, the socket is empty or its turn is over,
 * and it is not read again until it reports bytes: this saves the system call that would only return nothing. Never
 * true for TLS, whose reads end with the record.
 */
final class ConnectionInput {

    final StreamSourceConduit source;
    private final FairSource turn;
    private final Lane lane;
    private final @Nullable TlsSource tls;
    private @Nullable InputBuffer input;
    private boolean drained;

    /** @param turn the socket's, on which the source lies if it is not the same */
    ConnectionInput(StreamSourceConduit source, FairSource turn, Lane lane) {
        this.source = source;
        this.turn = turn;
        this.lane = lane;
        this.tls = source instanceof TlsSource t ? t : null;
    }

    /** The socket reported bytes, an end, or an error; or somebody looks at it unasked. */
    void ready() {
        turn.begin();
        drained = false;
    }

    /** Whether the socket was found empty, so that only an event can bring more. */
    boolean drained() {
        return drained;
    }

    /** Bytes that were read from the socket and are not consumed. */
    int available() {
        return input == null ? 0 : input.available();
    }

    /** Whether there is something to consume that will cause no event. */
    boolean buffered() {
        return available() > 0 || tls != null && tls.buffered();
    }

    /** The buffer behind {@link #available}; to be handed back with {@link #settle}. */
    InputBuffer input() {
        InputBuffer buffer = input;
        if (buffer == null) {
            buffer = lane.lendInput();
            input = buffer;
        }
        return buffer;
    }

    /** Reads behind what is available, which may grow to that limit. */
    int fill(int limit) throws IOException {
        if (drained) {
            return 0;
        }
        InputBuffer buffer = input();
        buffer.makeRoom(limit);
        int read = source.read(buffer.room());
        if (read > 0) {
            buffer.filled(read);
        }
        drained = tls == null && !buffer.full();
        return read;
    }

    /** Reads past the input, which must be empty. */
    int read(ByteBuffer target) throws IOException {
        if (drained) {
            return 0;
        }
        int read = source.read(target);
        drained = tls == null && target.hasRemaining();
        return read;
    }

    /** An empty buffer goes back to the lane. */
    void settle() {
        if (input != null && input.available() == 0) {
            drop();
        }
    }

    void drop() {
        if (input != null) {
            lane.giveBack(input);
            input = null;
        }
    }

    /** Takes over what was read and not consumed. */
    byte[] leftOver() {
        byte[] bytes = new byte[available()];
        if (input != null) {
            input.drainTo(ByteBuffer.wrap(bytes), bytes.length);
            drop();
        }
        return bytes;
    }
}

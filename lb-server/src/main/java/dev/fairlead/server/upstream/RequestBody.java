package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.HeadBuffer;
import dev.fairlead.server.upstream.http1.Trailer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.FixedLengthOverflowException;
import org.xnio.channels.FixedLengthUnderflowException;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * The body of one request. Once it is written, or no longer needed, it never touches the connection again. A body that
 * is no longer needed discards what its writer still sends, so that an upload ends cleanly after an early answer.
 * Beyond a limit, the writer waits until that answer has been sent, because the client may never end.
 */
final class RequestBody extends AbstractStreamSinkConduit<StreamSinkConduit> {

    static final long SWALLOWED = 1024 * 1024;

    private final UpstreamExchange exchange;
    private final ConnectionOutput outbound;
    private final Lane lane;
    private @Nullable Wakeup wakeup;
    private final BodyFraming.Kind kind;

    /** Bytes still to come of the body, or of the chunk that was announced. */
    private long left;

    private List<Trailer> trailers = List.of();
    private boolean terminated;
    private boolean written;
    private boolean discarding;
    private long swallowed;

    /** Nobody waits for an answer any more: whatever comes is swallowed. */
    private boolean released;

    /** A write failed. What comes waits until it is known whether the backend has answered before. */
    private boolean broken;

    private boolean resumed;
    private @Nullable WriteReadyHandler handler;

    RequestBody(UpstreamExchange exchange, ConnectionOutput outbound, Lane lane, BodyFraming framing) {
        super(outbound.sink);
        if (framing.kind() == BodyFraming.Kind.UNTIL_CLOSE) {
            throw new IllegalArgumentException("a request body cannot end with its connection");
        }
        this.exchange = exchange;
        this.outbound = outbound;
        this.lane = lane;
        this.kind = framing.kind();
        this.left = framing.length();
    }

    void trailers(List<Trailer> fields) {
        trailers = List.copyOf(fields);
    }

    boolean written() {
        return written;
    }

    /** What comes is swallowed without a limit, so that its writer ends and gives its buffer back. */
    void release() {
        released = true;
        if (discarding && resumed) {
            wakeUp();
        }
        discard();
    }

    /** What waits is dropped, what comes is swallowed; a writer that waits for room is told to come. */
    void discard() {
        if (written || discarding) {
            return;
        }
        discarding = true;
        outbound.drop();
        if (resumed) {
            wakeUp();
        }
    }

    /** The socket takes bytes again. */
    void writable() {
        if (!detached() && !flush()) {
            return;
        }
        call();
        if (!resumed && !detached() && outbound.empty()) {
            next.suspendWrites();
        }
    }

    /** Calls later, never from inside what the other side is doing now. */
    private void wakeUp() {
        Wakeup task = wakeup;
        if (task == null) {
            task = new Wakeup(lane.thread, this::call);
            wakeup = task;
        }
        task.request();
    }

    private void call() {
        WriteReadyHandler writer = handler;
        if (resumed && writer != null) {
            try {
                writer.writeReady();
            } catch (Throwable t) {
                exchange.callbackThrew(t);
                return;
            }
            if (resumed && !detached()) {
                next.resumeWrites();
            }
        }
    }

    private boolean detached() {
        return discarding || written || broken;
    }

    /** Whether nothing is taken before {@link #discard} or {@link #release}, which wake the writer. */
    private boolean holding() {
        return discarding ? !released && swallowed >= SWALLOWED : broken;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        if (discarding) {
            return swallow(source);
        }
        if (count == 0) {
            return 0;
        }
        if (terminated) {
            throw new ClosedChannelException();
        }
        if (broken) {
            return 0;
        }
        if (kind != BodyFraming.Kind.CHUNKED && count > left) {
            exchange.fail(UpstreamFailure.CANCELLED, "the request body has more bytes than were announced");
            throw new FixedLengthOverflowException();
        }
        try {
            int taken = kind == BodyFraming.Kind.CHUNKED ? writeChunk(source) : writePlain(source);
            if (taken > 0) {
                exchange.progress();
            }
            settle();
            return taken;
        } catch (IOException e) {
            broken(e);
            return 0;
        }
    }

    private void broken(IOException cause) {
        broken = true;
        exchange.writeFailed(cause);
    }

    private int writePlain(ByteBuffer source) throws IOException {
        int taken = outbound.write(source);
        left -= taken;
        return taken;
    }

    private int writeChunk(ByteBuffer source) throws IOException {
        if (left == 0) {
            left = source.remaining();
            outbound.pending().hex(left).crlf();
        }
        int limit = source.limit();
        if (source.remaining() > left) {
            source.limit(source.position() + (int) left);
        }
        try {
            int taken = source.remaining() == left ? outbound.writeToChunkEnd(source) : outbound.write(source);
            left -= taken;
            return taken;
        } finally {
            source.limit(limit);
        }
    }

    private int swallow(ByteBuffer source) {
        long room = released ? Long.MAX_VALUE : SWALLOWED - swallowed;
        int count = (int) Math.min(room, source.remaining());
        source.position(source.position() + count);
        swallowed += count;
        return count;
    }

    /** If the last byte is out the request is; what is not out leaves as soon as the socket takes it. */
    private void settle() throws IOException {
        boolean complete = kind == BodyFraming.Kind.CHUNKED ? terminated : left == 0;
        if (!complete && outbound.empty()) {
            return;
        }
        if (!outbound.flush()) {
            next.resumeWrites();
        } else if (complete && !written) {
            written = true;
            next.suspendWrites();
            exchange.requestWritten();
        }
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += write(sources[i]);
            if (sources[i].hasRemaining()) {
                break;
            }
        }
        return total;
    }

    @Override
    public int writeFinal(ByteBuffer source) throws IOException {
        return Conduits.writeFinalBasic(this, source);
    }

    @Override
    public long writeFinal(ByteBuffer[] sources, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, sources, offset, length);
    }

    @Override
    public long transferFrom(FileChannel source, long position, long count) throws IOException {
        return source.transferTo(position, count, new ConduitWritableByteChannel(this));
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer) throws IOException {
        return Conduits.transfer(source, count, throughBuffer, this);
    }

    @Override
    public boolean flush() {
        if (!detached()) {
            try {
                settle();
                return written || outbound.flush();
            } catch (IOException e) {
                broken(e);
            }
        }
        return true;
    }

    @Override
    public void terminateWrites() throws IOException {
        if (terminated || discarding || broken) {
            return;
        }
        if (left > 0) {
            terminated = true;
            exchange.fail(UpstreamFailure.CANCELLED, "the request body ended " + left + " bytes early");
            throw new FixedLengthUnderflowException();
        }
        end();
    }

    /** All of it has been written here. */
    void end() {
        terminated = true;
        if (kind == BodyFraming.Kind.CHUNKED) {
            lastChunk(outbound.pending());
        }
        flush();
    }

    private void lastChunk(HeadBuffer out) {
        out.octet('0').crlf();
        for (Trailer trailer : trailers) {
            out.ascii(trailer.name())
                    .octet(':')
                    .octet(' ')
                    .ascii(trailer.value())
                    .crlf();
        }
        out.crlf();
    }

    /** A writer that gives up leaves half a request. */
    @Override
    public void truncateWrites() {
        if (!terminated && !detached()) {
            exchange.cancel();
        }
    }

    @Override
    public void suspendWrites() {
        resumed = false;
        if (!detached() && outbound.empty()) {
            next.suspendWrites();
        }
    }

    @Override
    public void resumeWrites() {
        resumed = true;
        if (!detached()) {
            next.resumeWrites();
        } else if (!holding()) {
            wakeUp();
        }
    }

    @Override
    public void wakeupWrites() {
        resumed = true;
        wakeUp();
    }

    @Override
    public boolean isWriteResumed() {
        return resumed;
    }

    @Override
    public boolean isWriteShutdown() {
        return terminated;
    }

    @Override
    public void setWriteReadyHandler(WriteReadyHandler handler) {
        this.handler = handler;
    }
}

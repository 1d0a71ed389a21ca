package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.http1.BodyFraming;
import dev.fairlead.server.upstream.http1.ChunkDecoder;
import dev.fairlead.server.upstream.http1.InputBuffer;
import dev.fairlead.server.upstream.http1.MalformedResponse;
import dev.fairlead.server.upstream.http1.Trailer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSourceConduit;

/**
 * The body of one response. It ends with its last byte, within the read that returned it, and then never touches the
 * connection again, which may already belong to another exchange.
 */
final class ResponseBody extends AbstractStreamSourceConduit<StreamSourceConduit> {

    private static final int BLOCKS_READ_PAST = 4;

    private final UpstreamExchange exchange;
    private final ConnectionInput inbound;
    private final Lane lane;
    private @Nullable Wakeup wakeup;
    private BodyFraming.Kind kind = BodyFraming.Kind.NONE;
    private long left;
    private @Nullable ChunkDecoder chunks;
    private boolean begun;
    private boolean done;
    private boolean resumed;

    /** The last read gave nothing although bytes are buffered: they are framing that is not whole. */
    private boolean starved;

    /** More bytes came than the body has. */
    private boolean overrun;

    private @Nullable IOException failure;
    private @Nullable ReadReadyHandler handler;

    ResponseBody(UpstreamExchange exchange, ConnectionInput inbound, Lane lane) {
        super(inbound.source);
        this.exchange = exchange;
        this.inbound = inbound;
        this.lane = lane;
    }

    /** A body that is wrong in what came together with its head can still be told apart from one that breaks off. */
    void begin(BodyFraming framing) throws MalformedResponse {
        begun = true;
        kind = framing.kind();
        left = framing.length();
        done = kind == BodyFraming.Kind.NONE;
        if (kind == BodyFraming.Kind.CHUNKED) {
            chunks = new ChunkDecoder();
            if (inbound.available() > 0) {
                ChunkDecoder.check(inbound.input());
            }
        }
    }

    boolean done() {
        return done;
    }

    boolean overrun() {
        return overrun;
    }

    List<Trailer> trailers() {
        return chunks == null ? List.of() : chunks.trailers();
    }

    /** The reader finds out with its next read, and is called if it waits for one. */
    void fail(IOException cause) {
        if (!done && failure == null) {
            failure = cause;
            if (resumed) {
                wakeUp();
            }
        }
    }

    /** The socket has something; if nobody wants it, it stays there, and the events stop. */
    void readable() {
        starved = false;
        if (resumed && !done) {
            call();
        } else {
            next.suspendReads();
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
        ReadReadyHandler reader = handler;
        if (!resumed || reader == null) {
            return;
        }
        try {
            reader.readReady();
        } catch (Throwable t) {
            exchange.callbackThrew(t);
            return;
        }
        if (resumed && !done && failure == null && inbound.buffered() && !starved) {
            wakeUp(); // level-triggered, as a socket is
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (done) {
            return -1;
        }
        if (!begun || !target.hasRemaining()) {
            return 0;
        }
        int count;
        try {
            count = kind == BodyFraming.Kind.CHUNKED ? readChunks(target) : readPlain(target);
            inbound.settle();
        } catch (IOException e) {
            exchange.bodyBroke(e);
            throw e;
        }
        starved = count == 0;
        if (count > 0) {
            exchange.progress();
        }
        if (done) {
            exchange.responseRead();
            return count > 0 ? count : -1;
        }
        return count;
    }

    private int readPlain(ByteBuffer target) throws IOException {
        boolean bounded = kind == BodyFraming.Kind.LENGTH;
        long limit = bounded ? left : Long.MAX_VALUE;
        int count = inbound.available() > 0 ? inbound.input().drainTo(target, limit) : readSocket(target, bounded);
        if (count < 0) {
            if (bounded) {
                throw new EOFException("the body ended " + left + " bytes early");
            }
            done = true;
            return 0;
        }
        if (count > limit) {
            overrun = true;
            target.position(target.position() - (int) (count - limit));
            count = (int) limit;
        }
        if (bounded) {
            left -= count;
            done = left == 0;
        }
        return count;
    }

    private int readSocket(ByteBuffer target, boolean bounded) throws IOException {
        try {
            return inbound.read(target);
        } catch (IOException e) {
            if (!bounded && exchange.endsWithReset()) {
                return -1;
            }
            throw e;
        }
    }

    private int readChunks(ByteBuffer target) throws IOException {
        ChunkDecoder decoder = chunks;
        if (decoder == null) {
            throw new IllegalStateException("not begun");
        }
        while (true) {
            if (inbound.available() > 0) {
                int count = decoder.decode(inbound.input(), target);
                done = decoder.done();
                if (count > 0 || done) {
                    return count;
                }
            }
            boolean direct = inbound.available() == 0 && decoder.left() >= target.remaining();
            if (direct) {
                inbound.settle();
            }
            int count = direct ? inbound.read(target) : inbound.fill(InputBuffer.SIZE);
            if (count < 0) {
                throw new EOFException("the body ended before its last chunk");
            }
            if (direct) {
                decoder.readPast(count);
            }
            if (direct || count == 0) {
                return count;
            }
        }
    }

    /** Whether all of it lay ready, and has been read to nobody. */
    boolean readPast() {
        ByteBuffer buffer = lane.lendBlock();
        try {
            int count = 1;
            for (int i = 0; i < BLOCKS_READ_PAST && count > 0; i++) {
                count = read(buffer.clear());
            }
            return count < 0;
        } catch (IOException e) {
            return false;
        } finally {
            lane.giveBackBlock(buffer);
        }
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            while (targets[i].hasRemaining()) {
                int count = total > 0 && done ? 0 : read(targets[i]);
                if (count <= 0) {
                    return total > 0 ? total : count;
                }
                total += count;
            }
        }
        return total;
    }

    @Override
    public long transferTo(long position, long count, FileChannel target) throws IOException {
        return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
    }

    @Override
    public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target) throws IOException {
        return Conduits.transfer(this, count, throughBuffer, target);
    }

    @Override
    public void suspendReads() {
        resumed = false; // the socket's interest stays until bytes come that nobody wants
    }

    @Override
    public void resumeReads() {
        resumed = true;
        if (done || failure != null) {
            wakeUp();
            return;
        }
        next.resumeReads();
        if (inbound.buffered() && !starved) {
            wakeUp();
        }
    }

    @Override
    public void wakeupReads() {
        resumed = true;
        if (!done && failure == null) {
            next.resumeReads();
        }
        wakeUp();
    }

    @Override
    public boolean isReadResumed() {
        return resumed;
    }

    /** A reader that gives up leaves bytes on the connection that nobody will read. */
    @Override
    public void terminateReads() {
        if (!done) {
            exchange.cancel();
        }
    }

    @Override
    public boolean isReadShutdown() {
        return done || failure != null;
    }

    @Override
    public void setReadReadyHandler(ReadReadyHandler handler) {
        this.handler = handler;
    }
}

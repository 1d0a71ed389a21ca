package dev.fairlead.server.upstream;

import dev.fairlead.server.upstream.tls.TlsSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ReadReadyHandler;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * A connection that was handed over to those who speak another protocol on it. They move the bytes, and here it is seen
 * that some move: a tunnel in which neither direction moves one for too long is closed, since nobody else would notice
 * that both its ends have forgotten it.
 */
final class Tunnel {

    private final StreamConnection socket;
    private final Lane lane;
    private final TunnelListener listener;
    private final Duration patience;

    /** Since the timer was set. */
    private boolean moved;

    /** A close may come from another thread than the timer. */
    private volatile XnioExecutor.@Nullable Key timer;

    private volatile boolean closed;

    /** @param patience how long nothing may move; zero for as long as it likes */
    Tunnel(StreamConnection socket, Lane lane, Duration patience, TunnelListener listener) {
        this.socket = socket;
        this.lane = lane;
        this.patience = patience;
        this.listener = listener;
    }

    /** Puts back what was read and who is called, as if nobody had ever listened. */
    StreamConnection handOver(ConnectionInput inbound, ConnectionOutput outbound, Runnable whenClosed) {
        inbound.source.suspendReads();
        outbound.sink.suspendWrites();
        boolean watched = !patience.isZero();
        StreamSourceConduit source = new PushbackSource(inbound.source, inbound.leftOver());
        StreamSinkConduit sink = outbound.sink;
        socket.getSourceChannel().setConduit(watched ? new Source(source) : source);
        source.setReadReadyHandler(new ReadReadyHandler.ChannelListenerHandler<>(socket.getSourceChannel()));
        socket.getSinkChannel().setConduit(watched ? new Sink(sink) : sink);
        sink.setWriteReadyHandler(new WriteReadyHandler.ChannelListenerHandler<>(socket.getSinkChannel()));
        AtomicBoolean once = new AtomicBoolean(); // close listeners have been seen to fire twice
        socket.setCloseListener(connection -> {
            if (once.compareAndSet(false, true)) {
                whenClosed.run();
                if (sink instanceof TlsSink tls) {
                    release(tls);
                }
                closed();
            }
        });
        if (watched) {
            look();
        }
        return socket;
    }

    private void look() {
        moved = false;
        XnioExecutor.Key next = lane.thread.executeAfter(this::idle, patience.toMillis(), TimeUnit.MILLISECONDS);
        timer = next;
        if (closed) { // meanwhile, by another thread, which saw the timer before this one
            next.remove();
        }
    }

    private void idle() {
        if (closed) {
            return;
        }
        if (moved) {
            look();
            return;
        }
        end(UpstreamFailure.TUNNEL_IDLE, "no byte moved in the tunnel for " + patience.toMillis() + " ms");
    }

    /** On its IO thread. */
    void end(UpstreamFailure failure, String why) {
        listener.failed(failure, why);
        IoUtils.safeClose(socket);
    }

    private void closed() {
        closed = true;
        XnioExecutor.Key pending = timer;
        if (pending != null) {
            pending.remove();
        }
        listener.closed();
    }

    /** A tunnel may be closed by any thread, but the buffers are the lane's. */
    private void release(TlsSink tls) {
        try {
            lane.thread.execute(tls::release);
        } catch (RejectedExecutionException e) {
            tls.release(); // its thread has ended
        }
    }

    /** What comes from the backend. */
    private final class Source extends AbstractStreamSourceConduit<StreamSourceConduit> {

        Source(StreamSourceConduit next) {
            super(next);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int count = next.read(target);
            moved |= count > 0;
            return count;
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            long count = next.read(targets, offset, length);
            moved |= count > 0;
            return count;
        }
    }

    /** What goes to the backend. */
    private final class Sink extends AbstractStreamSinkConduit<StreamSinkConduit> {

        Sink(StreamSinkConduit next) {
            super(next);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int count = next.write(source);
            moved |= count > 0;
            return count;
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            long count = next.write(sources, offset, length);
            moved |= count > 0;
            return count;
        }
    }
}

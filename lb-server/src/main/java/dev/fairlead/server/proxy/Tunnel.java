package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.routing.Attempt;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.conduits.AbstractStreamSinkConduit;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * A connection that speaks another protocol from now on: it counts as in flight until one of its ends is closed. Undertow
 * moves the bytes; they are seen here on the backend's side, for a tunnel in which neither direction moves one for too
 * long is closed: nobody else would notice that both its ends have forgotten it.
 */
final class Tunnel {

    private final ProxiedRequest request;
    private final Attempt attempt;
    private final StreamConnection backend;
    private final Duration patience;

    /** Since the timer was set. */
    private boolean moved;

    /** A close may come from another thread than the timer. */
    private volatile XnioExecutor.@Nullable Key timer;

    private volatile boolean closed;

    private Tunnel(ProxiedRequest request, Attempt attempt, StreamConnection backend) {
        this.request = request;
        this.attempt = attempt;
        this.backend = backend;
        this.patience = attempt.timeouts().tunnelIdle();
    }

    /**
     * Undertow ends each direction by itself. When the client's side is closed altogether, nobody can want the backend's
     * any more; the other way round there may be bytes on their way to the client.
     */
    static void watch(ProxiedRequest request, Attempt attempt, StreamConnection backend) {
        Tunnel tunnel = new Tunnel(request, attempt, backend);
        backend.setCloseListener(closed -> tunnel.closed());
        request.connection().whenClosed(() -> IoUtils.safeClose((Closeable) backend));
        if (!tunnel.patience.isZero()) {
            backend.getSourceChannel()
                    .setConduit(tunnel.new Source(backend.getSourceChannel().getConduit()));
            backend.getSinkChannel()
                    .setConduit(tunnel.new Sink(backend.getSinkChannel().getConduit()));
            tunnel.look();
        }
    }

    private void look() {
        moved = false;
        XnioExecutor.Key next =
                backend.getIoThread().executeAfter(this::idle, patience.toMillis(), TimeUnit.MILLISECONDS);
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
        attempt.failed(FailureKind.TUNNEL_IDLE, "the tunnel moved no byte for " + patience.toMillis() + " ms");
        request.cutShort();
        IoUtils.safeClose((Closeable) backend);
    }

    private void closed() {
        closed = true;
        XnioExecutor.Key pending = timer;
        if (pending != null) {
            pending.remove();
        }
        attempt.end();
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

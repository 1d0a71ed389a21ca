package dev.fairlead.server.upstream;

import dev.fairlead.server.desired.Connections;
import org.xnio.XnioIoThread;

/** The connections to one backend: idle ones per IO thread, one ceiling over all threads. */
public final class BackendConnections implements AutoCloseable {

    private final Destination destination;
    private volatile Connections limits;

    public BackendConnections(Upstreams upstreams, Destination destination, Connections limits) {
        this.destination = destination;
        this.limits = limits;
    }

    public Destination destination() {
        return destination;
    }

    /** From any thread; holds for every connection that is taken or given back from now on. */
    public void limits(Connections limits) {
        this.limits = limits;
    }

    /**
     * An idle connection of this thread, or a new one. Called on {@code thread}, calls back on it, maybe inline.
     *
     * @param fresh takes no idle one, for those may be stale
     * @param connectTimeoutNanos for all addresses and the TLS handshake together; 0 for none
     */
    public Acquisition acquire(XnioIoThread thread, boolean fresh, long connectTimeoutNanos, Acquired callback) {
        throw new UnsupportedOperationException(limits.toString());
    }

    public int idle() {
        return 0;
    }

    /** All that hold a descriptor: being connected, busy, idle and tunnels. */
    public int open() {
        return 0;
    }

    /** Idle connections close now, busy ones when they come back. Idempotent, from any thread. */
    @Override
    public void close() {}
}

package dev.fairlead.server.upstream;

import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** What all upstream connections of one worker share: a wheel and buffers per IO thread, the resolver, TLS contexts. */
public final class Upstreams implements AutoCloseable {

    private final XnioWorker worker;

    public Upstreams(XnioWorker worker) {
        this.worker = worker;
    }

    public Timers timers(XnioIoThread thread) {
        throw new UnsupportedOperationException();
    }

    /** The number of IO threads; {@link XnioIoThread#getNumber} is below it. */
    public int lanes() {
        return worker.getIoThreadCount();
    }

    @Override
    public void close() {}
}

package dev.fairlead.server.upstream;

/** One connection to a backend, handed out for one exchange. On its IO thread only. */
public final class UpstreamConnection {

    /** Whether it has carried an exchange before: the backend may have closed it meanwhile. */
    public boolean reused() {
        return false;
    }

    /**
     * Starts the exchange. Nothing is written yet: the head waits for the first body bytes, to leave with them, or for
     * {@link UpstreamExchange#flush}.
     */
    public UpstreamExchange send(RequestHead head, ExchangeTimeouts timeouts, ExchangeListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Gives it back unused. */
    public void release() {}
}

package dev.fairlead.spi;

/** How an attempt ended, as far as a strategy should care. */
public enum Outcome {
    /** A response with a status below 500, the client's mistakes included: the endpoint did its work. */
    RESPONDED,
    /** A response with a status of 500 or above. */
    SERVER_ERROR,
    /** No connection: refused, unreachable, not in time, or its certificate did not hold. Nothing was sent. */
    CONNECT_FAILED,
    /** Connected and sent, but no response head in time. */
    TIMED_OUT,
    /** The connection ended, or what came was not HTTP, before there was a response head. */
    BROKEN,
    /**
     * The client went away, or the host gave up for a reason that is not the endpoint's. The latency is a lower bound
     * of what it would have been, and no fault of the endpoint.
     */
    ABANDONED;

    /** Whether the endpoint failed, as opposed to answered or never had the chance. */
    public boolean isFailure() {
        return this != RESPONDED && this != ABANDONED;
    }
}

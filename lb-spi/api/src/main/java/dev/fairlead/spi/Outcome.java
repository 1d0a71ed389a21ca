package dev.fairlead.spi;

/** How an attempt ended, as far as it matters to a strategy. */
public enum Outcome {
    /** A response with a status below 500, including client errors: the endpoint did its work. */
    RESPONDED,
    /** A response with a status of 500 or above. */
    SERVER_ERROR,
    /** No connection: refused, unreachable, timed out, or its certificate was not valid. Nothing was sent. */
    CONNECT_FAILED,
    /** Connected and sent, but no response head in time. */
    TIMED_OUT,
    /** The connection ended, or the data was not HTTP, before there was a response head. */
    BROKEN,
    /**
     * The client went away, or the host gave up for a reason unrelated to the endpoint. The latency is a lower bound of
     * what it would have been, and not the endpoint's fault.
     */
    ABANDONED;

    /** Whether the endpoint failed, rather than answered or never had the chance. */
    public boolean isFailure() {
        return this != RESPONDED && this != ABANDONED;
    }
}

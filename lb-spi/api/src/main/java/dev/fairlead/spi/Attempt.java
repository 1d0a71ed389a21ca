package dev.fairlead.spi;

/**
 * How one try of a request at one endpoint went. Valid during {@link Selector#onOutcome} only; the host may use the
 * object again.
 *
 * <p>An interface of the host's so that later versions can tell more, for example the load that a backend reports.
 */
public interface Attempt {

    /** In one word. */
    Outcome outcome();

    /** The status of the response, 0 unless the outcome is {@code RESPONDED} or {@code SERVER_ERROR}. */
    int status();

    /**
     * From the choice of the endpoint to the head of its response, connecting included; if none came, to the moment
     * that was clear. Never negative. Mind that failing is often fast: a latency means little without its outcome.
     */
    long latencyNanos();
}

package dev.fairlead.spi;

/**
 * How one try of a request at one endpoint went. Valid only during {@link Selector#onOutcome}; the host may reuse the
 * object.
 *
 * <p>The host implements this interface, so that later versions can add more, for example the load that a backend
 * reports.
 */
public interface Attempt {

    /** The outcome. */
    Outcome outcome();

    /** The status of the response, 0 unless the outcome is {@code RESPONDED} or {@code SERVER_ERROR}. */
    int status();

    /**
     * From choosing the endpoint to the head of its response, including the connect; if there was no response, to the
     * moment that became clear. Never negative. Failures are often fast, so a latency means little without its outcome.
     */
    long latencyNanos();
}

package dev.fairlead.server.shadow;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Outcome;

/**
 * The result of a real attempt.
 *
 * @param totalNanos to its last byte; -1 before the end
 */
record AttemptResult(Outcome outcome, int status, long latencyNanos, long totalNanos) implements Attempt {

    static AttemptResult of(dev.fairlead.server.routing.Attempt attempt) {
        return new AttemptResult(attempt.outcome(), attempt.status(), attempt.latencyNanos(), attempt.totalNanos());
    }

    /** Whether it says something of the backend, as opposed to a client that has gone. */
    boolean isRepeatable() {
        return outcome != Outcome.ABANDONED;
    }
}

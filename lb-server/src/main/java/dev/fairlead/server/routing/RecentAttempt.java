package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.spi.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered about one try of a request. Only plain facts, so that remembering it does not keep the objects
 * that it used alive.
 *
 * @param strategy as {@link Attempt#strategy}
 * @param failure null if it did not fail
 * @param connectNanos like the times below, -1 if it was not reached
 * @param mostAttempts how many attempts its pool allowed
 * @param statusRetried whether its status was one to retry
 */
public record RecentAttempt(
        String backend,
        String address,
        String strategy,
        long generation,
        Outcome outcome,
        int status,
        @Nullable FailureKind failure,
        String detail,
        boolean reused,
        boolean wrote,
        long connectNanos,
        long headNanos,
        long totalNanos,
        int mostAttempts,
        boolean statusRetried) {

    /** Once it has ended. */
    static RecentAttempt of(Attempt attempt) {
        RetryPolicy retry = attempt.policy().retry();
        return new RecentAttempt(
                attempt.backend().id(),
                attempt.backend().address(),
                attempt.strategy(),
                attempt.generation(),
                attempt.outcome(),
                attempt.status(),
                attempt.failure(),
                attempt.detail(),
                attempt.isReused(),
                attempt.hasWritten(),
                attempt.connectNanos(),
                attempt.headNanos(),
                attempt.totalNanos(),
                retry.attempts(),
                retry.retries(attempt.status()));
    }

    /** Whether the head of a response arrived, whatever happened later. */
    public boolean isAnswered() {
        return headNanos >= 0;
    }

    /** Until the head of the response, or the end if there was none. */
    public long latencyNanos() {
        return headNanos >= 0 ? headNanos : totalNanos;
    }
}

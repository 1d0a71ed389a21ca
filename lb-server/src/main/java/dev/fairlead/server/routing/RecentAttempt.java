package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.spi.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one try of a request. Facts only: whatever it was made with may long be gone, and must not be kept
 * by having been used once.
 *
 * @param failure null if it did not fail
 * @param connectNanos as the times below, -1 where it never came to that
 * @param mostAttempts how often its pool tried a request
 * @param statusRetried whether its status was one to try again after
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

    /** Whether the head of a response came, whatever became of it then. */
    public boolean isAnswered() {
        return headNanos >= 0;
    }

    /** Until the response's head, or the end if none came. */
    public long latencyNanos() {
        return headNanos >= 0 ? headNanos : totalNanos;
    }
}

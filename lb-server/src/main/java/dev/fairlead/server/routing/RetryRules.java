package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** What the failure of an attempt means for a retry. Where a retry costs budget, a yes has paid for it. */
final class RetryRules {

    private RetryRules() {}

    /**
     * When the last attempt has failed.
     *
     * @return null if another one may follow
     */
    static @Nullable NoRetryReason afterFailure(RequestRun run, RetryPolicy retry, PoolRuntime account) {
        Attempts attempts = run.tries();
        Attempt failed = attempts.last();
        if (attempts.size() >= retry.attempts()) {
            return NoRetryReason.ATTEMPTS_USED_UP;
        }
        if (isFree(failed)) {
            return null;
        }
        if (attempts.waitedBefore()) {
            return NoRetryReason.TIMED_OUT_BEFORE;
        }
        return isCondition(retry, failed) ? repeat(run, retry, account) : NoRetryReason.FAILURE_NOT_LISTED;
    }

    /**
     * When the last attempt was answered with a status that the policy names. An answer, even a bad one, is better than
     * trying the same backend again.
     *
     * @return null if another one may follow
     */
    static @Nullable NoRetryReason afterStatus(RequestRun run, RetryPolicy retry, PoolRuntime account) {
        Attempts attempts = run.tries();
        if (attempts.size() >= retry.attempts()) {
            return NoRetryReason.ATTEMPTS_USED_UP;
        }
        if (attempts.waitedBefore()) {
            return NoRetryReason.TIMED_OUT_BEFORE;
        }
        return run.anotherIsFree() ? repeat(run, retry, account) : NoRetryReason.NO_OTHER_BACKEND;
    }

    /** Where a backend may have begun with it. */
    private static @Nullable NoRetryReason repeat(RequestRun run, RetryPolicy retry, PoolRuntime account) {
        if (!retry.methods().contains(run.method())) {
            return NoRetryReason.METHOD_NOT_LISTED;
        }
        if (!run.replayable()) {
            return NoRetryReason.BODY_NOT_KEPT;
        }
        return account.takeRetry(run.lane(), retry, run.now()) ? null : NoRetryReason.BUDGET_SPENT;
    }

    /**
     * Nothing reached the backend, so nothing can happen twice and there was no extra load: neither the method nor the
     * budget matters.
     */
    static boolean isFree(Attempt failed) {
        FailureKind kind = failed.failure();
        return kind != null
                && kind != FailureKind.MALFORMED
                && !isHopeless(kind)
                && !failed.hasWritten()
                && !failed.isAnswered();
    }

    /** Whether the policy includes this failure. Once a head was passed on, no policy can undo that. */
    static boolean isCondition(RetryPolicy retry, Attempt failed) {
        FailureKind kind = failed.failure();
        if (kind == null || failed.isAnswered()) {
            return false;
        }
        return switch (kind) {
            case CONNECT, CONNECT_TIMEOUT, TLS, UNRESOLVED, NO_RESOURCES ->
                retry.on().contains(RetryCause.CONNECT_FAILURE);
            case RESET, CUT -> retry.on().contains(RetryCause.RESET);
            case FIRST_BYTE_TIMEOUT, PER_TRY_TIMEOUT -> retry.on().contains(RetryCause.TIMEOUT);
            case AT_CAPACITY,
                    REQUEST_TIMEOUT,
                    IDLE_TIMEOUT,
                    TUNNEL_IDLE,
                    MALFORMED,
                    TRUNCATED,
                    CLIENT_GONE,
                    CLIENT_SLOW,
                    CANCELLED -> false;
        };
    }

    /** No one waits for the answer any more. */
    private static boolean isHopeless(FailureKind kind) {
        return kind.isGivenUp() || kind == FailureKind.REQUEST_TIMEOUT;
    }
}

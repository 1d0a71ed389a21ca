package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryPolicy;

/** What an attempt's failure means for another one. */
final class RetryRules {

    private RetryRules() {}

    /**
     * Nothing reached the backend: nothing can happen twice and nothing was added to its load, so neither the method nor
     * the budget matters.
     */
    static boolean isFree(Attempt failed) {
        FailureKind kind = failed.failure();
        return kind != null
                && kind != FailureKind.MALFORMED
                && !isHopeless(kind)
                && !failed.hasWritten()
                && !failed.isAnswered();
    }

    /** Whether the policy names this failure. Once a head was passed on, no policy can take it back. */
    static boolean isCondition(RetryPolicy retry, Attempt failed) {
        FailureKind kind = failed.failure();
        if (kind == null || failed.isAnswered()) {
            return false;
        }
        return switch (kind) {
            case CONNECT, CONNECT_TIMEOUT, TLS, UNRESOLVED, NO_RESOURCES -> retry.connectFailure();
            case RESET, CUT -> retry.reset();
            case FIRST_BYTE_TIMEOUT, PER_TRY_TIMEOUT -> retry.timeout();
            case AT_CAPACITY, IDLE_TIMEOUT, MALFORMED, TRUNCATED, CLIENT_GONE, CANCELLED -> false;
        };
    }

    /** Nobody waits for the answer any more. */
    private static boolean isHopeless(FailureKind kind) {
        return kind == FailureKind.CLIENT_GONE || kind == FailureKind.CANCELLED;
    }
}

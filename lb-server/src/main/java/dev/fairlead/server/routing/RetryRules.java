package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryPolicy;
import java.util.List;

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

    /**
     * Whether one before the last was waited for in vain. A request that is merely slow would else be begun as often as
     * the policy has attempts, and its client wait as many times as long.
     */
    static boolean waitedBefore(List<Attempt> attempts) {
        for (int i = 0; i < attempts.size() - 1; i++) {
            FailureKind kind = attempts.get(i).failure();
            if (kind == FailureKind.FIRST_BYTE_TIMEOUT || kind == FailureKind.PER_TRY_TIMEOUT) {
                return true;
            }
        }
        return false;
    }

    /** Nobody waits for the answer any more. */
    private static boolean isHopeless(FailureKind kind) {
        return kind.isGivenUp() || kind == FailureKind.REQUEST_TIMEOUT;
    }
}

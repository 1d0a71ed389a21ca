package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.Pool;
import org.jspecify.annotations.Nullable;

/**
 * Why no backend answers a request.
 *
 * @param status for the client
 * @param reason for log and counters, never for the client
 * @param retryAfterSeconds 0 if it is unknown when a retry makes sense
 */
public record Refusal(int status, String reason, int retryAfterSeconds) {

    public static final String NO_POOL = "no_pool";
    public static final String NO_BACKENDS = "no_backends";
    public static final String NONE_ELIGIBLE = "none_eligible";

    /** The backend of its session, and no other may have it. */
    public static final String SESSION_GONE = "session_gone";

    static Refusal noPool() {
        return new Refusal(503, NO_POOL, 0);
    }

    static Refusal unavailable(String reason, Pool pool) {
        return new Refusal(503, reason, retryAfterSeconds(pool));
    }

    /** @param pool null if it never came to one */
    static Refusal after(FailureKind kind, @Nullable Pool pool) {
        int retryAfter = pool == null || kind.status() != 503 ? 0 : retryAfterSeconds(pool);
        return new Refusal(kind.status(), kind.code(), retryAfter);
    }

    /** When the next probes may have a result. */
    private static int retryAfterSeconds(Pool pool) {
        return (int) Math.max(1, Math.min(30, pool.healthCheck().downInterval().toSeconds()));
    }
}

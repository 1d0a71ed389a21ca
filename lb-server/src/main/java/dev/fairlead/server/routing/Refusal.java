package dev.fairlead.server.routing;

import dev.fairlead.server.backend.FailureKind;

/**
 * Why no backend answers a request.
 *
 * @param status for the client
 * @param reason for log and counters, never for the client
 * @param retryAfterSeconds 0 if nothing is known about when it is worth trying again
 */
public record Refusal(int status, String reason, int retryAfterSeconds) {

    public static final String NO_POOL = "no_pool";
    public static final String NO_BACKENDS = "no_backends";
    public static final String NONE_ELIGIBLE = "none_eligible";

    static Refusal unavailable(String reason, int retryAfterSeconds) {
        return new Refusal(503, reason, retryAfterSeconds);
    }

    static Refusal after(FailureKind kind, int retryAfterSeconds) {
        return new Refusal(kind.status(), kind.code(), kind.status() == 503 ? retryAfterSeconds : 0);
    }
}

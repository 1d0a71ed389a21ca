package dev.fairlead.server.limit;

/**
 * What limits say about a request.
 *
 * @param limit that refuses it; empty if none does
 * @param retryAfter seconds until one more request is let in, rounded up; 0 only if this one is
 * @param remaining requests that are let in now
 * @param quota requests in a window, by the rate
 * @param window seconds
 */
public record RateVerdict(RateScope scope, String limit, long retryAfter, long remaining, int quota, int window) {

    public static final RateVerdict ADMITTED = new RateVerdict(RateScope.SERVER, "", 0, 0, 0, 0);

    public boolean admitted() {
        return retryAfter == 0;
    }

    /** The field {@code Retry-After}. */
    public String retryAfterField() {
        return Long.toString(retryAfter);
    }

    /** The field {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers-10. */
    public String rateLimitField() {
        return "\"" + limit + "\";r=" + remaining + ";t=" + retryAfter;
    }

    /** The field {@code RateLimit-Policy} of the same draft. */
    public String rateLimitPolicyField() {
        return "\"" + limit + "\";q=" + quota + ";w=" + window;
    }
}

package dev.fairlead.server.routing;

import dev.fairlead.server.limit.AccessRules;
import dev.fairlead.server.limit.RateLimits;
import dev.fairlead.server.limit.RateVerdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is let in at one place, and how often: in front of everything, of a route, or of a pool. */
public record Gate(AccessRules access, RateLimits limits) {

    static final String ACCESS_DENIED = "access_denied";
    static final String RATE_LIMITED = "rate_limited";

    /** Null if the request may go on. */
    @Nullable
    DirectAnswer refusal(RequestFacts facts, long nanos) {
        if (!access.admit(facts.clientAddress())) {
            return DirectAnswer.Refused.by(403, ACCESS_DENIED);
        }
        return refusal(limits, facts, nanos);
    }

    static @Nullable DirectAnswer refusal(RateLimits limits, RequestFacts facts, long nanos) {
        RateVerdict verdict = limits.check(facts, nanos);
        return verdict.admitted() ? null : limited(verdict);
    }

    private static DirectAnswer limited(RateVerdict verdict) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("RateLimit", verdict.rateLimitField());
        fields.put("RateLimit-Policy", verdict.rateLimitPolicyField());
        int wait = (int) Math.min(Integer.MAX_VALUE, verdict.retryAfter());
        return new DirectAnswer.Refused(new Refusal(429, RATE_LIMITED, wait), fields);
    }
}

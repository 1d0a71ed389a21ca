package dev.fairlead.server.limit;

import dev.fairlead.server.desired.limit.RateLimit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * The rate limits of the server, a route or a pool, in order. Immutable; what changes are the buckets behind it, which a
 * list made from this one has in common with it.
 */
public final class RateLimits {

    /** Lets everything in, for ever. */
    public static final RateLimits NONE = new RateLimiter(() -> 0, new SplittableRandom(0), 1).none(RateScope.SERVER);

    private final RateLimiter limiter;
    private final RateScope scope;
    private final List<LiveLimit> limits;

    /** As in the list; dry runs come last, and so need nothing back. */
    private final LiveLimit[] refusing;

    private final LiveLimit[] dryRuns;

    RateLimits(RateLimiter limiter, RateScope scope, List<LiveLimit> limits) {
        this.limiter = limiter;
        this.scope = scope;
        this.limits = limits;
        Map<Boolean, List<LiveLimit>> parts = limits.stream()
                .collect(Collectors.partitioningBy(limit -> limit.settings().dryRun()));
        refusing = parts.getOrDefault(false, List.of()).toArray(LiveLimit[]::new);
        dryRuns = parts.getOrDefault(true, List.of()).toArray(LiveLimit[]::new);
    }

    /**
     * The list after a change of settings. A limit whose name and key are in both goes on with its buckets and counts.
     * Nothing happens until somebody checks with it, so it may be thrown away.
     */
    public RateLimits with(List<RateLimit> settings) {
        return new RateLimits(
                limiter, scope, settings.stream().map(this::continued).toList());
    }

    private LiveLimit continued(RateLimit settings) {
        for (LiveLimit limit : limits) {
            if (limit.isThatOf(settings)) {
                return limit.changedTo(settings);
            }
        }
        return LiveLimit.create(limiter, scope, settings);
    }

    /**
     * Takes one request from every limit, or from none: the first that refuses decides, those before it get back what
     * they gave, and dry runs count only what is let in. Makes no objects if the request is let in.
     *
     * @param nanos by the clock of the limiter
     */
    public RateVerdict check(RequestKeys request, long nanos) {
        if (limits.isEmpty()) {
            return RateVerdict.ADMITTED;
        }
        long now = limiter.time(nanos);
        for (int i = 0; i < refusing.length; i++) {
            long left = refusing[i].take(request, now);
            if (left < 0) {
                for (int taken = 0; taken < i; taken++) {
                    refusing[taken].giveBack(request, now);
                }
                return refusing[i].refusal(-left);
            }
        }
        for (LiveLimit limit : dryRuns) {
            limit.take(request, now);
        }
        return RateVerdict.ADMITTED;
    }

    /** How a request would stand with each limit; takes nothing. For people, and slow. */
    public List<LimitStanding> standings(RequestKeys request) {
        long now = limiter.now();
        return limits.stream().map(limit -> limit.standing(request, now)).toList();
    }

    public RateScope scope() {
        return scope;
    }

    public List<LiveLimit> limits() {
        return limits;
    }

    public boolean isEmpty() {
        return limits.isEmpty();
    }
}

package dev.fairlead.server.limit;

import dev.fairlead.server.desired.limit.RateLimit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * One rate limit as it is in force, and what it has done. Counters are added to only where a request is refused or would
 * have been, or finds no bucket of its own.
 */
public final class LiveLimit {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RateLimiter limiter;
    private final RateScope scope;
    private final RateLimit limit;
    private final KeyReader keys;
    private final LimitShapes shapes;
    private final Counts counts;

    /** The bucket of those who find no room, shared by them; the time at which it is full. */
    private final AtomicLong shared;

    /** What a limit has done, under all settings that it has had. */
    private static final class Counts {
        private final LongAdder refused = new LongAdder();
        private final LongAdder wouldRefuse = new LongAdder();
        private final LongAdder sharing = new LongAdder();
        private final Busiest busiest = new Busiest();
    }

    private LiveLimit(
            RateLimiter limiter,
            RateScope scope,
            RateLimit limit,
            KeyReader keys,
            LimitShapes shapes,
            Counts counts,
            long shared) {
        this.limiter = limiter;
        this.scope = scope;
        this.limit = limit;
        this.keys = keys;
        this.shapes = shapes;
        this.counts = counts;
        this.shared = new AtomicLong(shared);
    }

    static LiveLimit create(RateLimiter limiter, RateScope scope, RateLimit limit) {
        LimitShapes shapes = new LimitShapes(BucketShape.of(limit, limiter.salt()));
        return new LiveLimit(limiter, scope, limit, limiter.keys(limit.key()), shapes, new Counts(), 0);
    }

    /** With other settings for the same keys. */
    LiveLimit changedTo(RateLimit next) {
        if (next.equals(limit)) {
            return this;
        }
        long now = limiter.now();
        LimitShapes changed = shapes.changedTo(BucketShape.of(next, limiter.salt()), now);
        long debt = changed.current().converted(shared.get() - now, shapes.current());
        return new LiveLimit(limiter, scope, next, keys, changed, counts, now + debt);
    }

    /** Whether another is this one with other settings: whether both count the same keys. */
    boolean isThatOf(RateLimit other) {
        return limit.name().equals(other.name()) && limit.key().equals(other.key());
    }

    /** Takes one request. Returns negative nanoseconds that are missing if it has to be refused. */
    long take(RequestKeys request, long now) {
        long hash = keys.hash(request);
        long left = limiter.buckets().charge(hash, shapes, now);
        if (left == BucketTable.ABSENT) {
            counts.sharing.increment();
            left = takeShared(now);
        }
        if (left < 0) {
            (limit.dryRun() ? counts.wouldRefuse : counts.refused).increment();
            counts.busiest.refused(hash, now, keys, request);
        }
        return left;
    }

    private long takeShared(long now) {
        BucketShape shape = shapes.current();
        while (true) {
            long time = shared.get();
            long debt = Math.max(time - now, 0);
            long left = shape.tolerance() - debt;
            if (left < 0 || shared.compareAndSet(time, now + debt + shape.cost())) {
                return left;
            }
        }
    }

    /** Gives one request back, from where it was taken. */
    void giveBack(RequestKeys request, long now) {
        BucketShape shape = shapes.current();
        if (!limiter.buckets().refund(keys.hash(request), shape, now)) {
            shared.updateAndGet(time -> Math.max(time - shape.cost(), Math.min(time, now)));
        }
    }

    RateVerdict refusal(long missing) {
        return new RateVerdict(
                scope,
                limit.name(),
                seconds(missing),
                0,
                limit.rate().count(),
                limit.rate().unit().seconds());
    }

    /** How a request stands; takes nothing. */
    LimitStanding standing(RequestKeys request, long now) {
        BucketShape shape = shapes.current();
        long debt = limiter.buckets().debt(keys.hash(request), shapes, now);
        return new LimitStanding(
                limit.name(),
                keys.text(request),
                Math.max(0, (shape.fill() - debt) / shape.cost()),
                waitSeconds(debt),
                limit.dryRun());
    }

    private long waitSeconds(long debt) {
        long missing = debt - shapes.current().tolerance();
        return missing <= 0 ? 0 : seconds(missing);
    }

    private static long seconds(long nanos) {
        return (nanos - 1) / SECOND + 1;
    }

    public RateScope scope() {
        return scope;
    }

    public RateLimit settings() {
        return limit;
    }

    public long refused() {
        return counts.refused.sum();
    }

    /** Requests that were let in only because the limit is a dry run. */
    public long wouldHaveRefused() {
        return counts.wouldRefuse.sum();
    }

    /** Requests that found no room for a bucket of their own, and counted against one that they share. */
    public long shared() {
        return counts.sharing.sum();
    }

    /** The ten that were refused most of late; those of a dry run too. */
    public List<HeldBack> busiest() {
        long now = limiter.now();
        return counts.busiest.entries(now).stream()
                .map(entry -> new HeldBack(
                        entry.name(),
                        entry.refused(),
                        waitSeconds(limiter.buckets().debt(entry.hash(), shapes, now))))
                .toList();
    }
}

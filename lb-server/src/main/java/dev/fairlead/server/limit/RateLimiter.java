package dev.fairlead.server.limit;

import dev.fairlead.server.desired.limit.RateKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What all rate limits of the process share: the room for buckets, the clock, and the secret that keys are hashed with. */
public final class RateLimiter {

    private final LongSupplier nanoClock;
    private final long start;
    private final KeyedHash hash;
    private final Buckets buckets;
    private final AtomicLong numbers = new AtomicLong();

    /**
     * @param secrets must not be predictable
     * @param most keys that are remembered, of all limits together
     */
    public RateLimiter(LongSupplier nanoClock, RandomGenerator secrets, int most) {
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
        this.hash = new KeyedHash(secrets.nextLong(), secrets.nextLong());
        this.buckets = new Buckets(most);
    }

    /** The empty list that the first settings of a scope are added to. */
    public RateLimits none(RateScope scope) {
        return new RateLimits(this, scope, List.of());
    }

    /** Takes effect at once; those who are held back stay so, as far as there is room. */
    public synchronized void keys(int most) {
        buckets.resize(most, now());
    }

    /** How many keys are remembered because they have requests to make up for. Looks at all of them: for a scrape. */
    public int keysInUse() {
        return buckets.inUse(now());
    }

    public int keys() {
        return buckets.most();
    }

    long now() {
        return time(nanoClock.getAsLong());
    }

    /** Since the start: never negative, so that times can be compared, whatever the clock counts from. */
    long time(long nanos) {
        return Math.max(0, nanos - start);
    }

    long salt() {
        return hash.of(0, numbers.incrementAndGet()) & ~0xffff_ffffL;
    }

    KeyReader keys(RateKey key) {
        return new KeyReader(hash, key, numbers.incrementAndGet());
    }

    Buckets buckets() {
        return buckets;
    }
}

package dev.fairlead.server.limit;

import dev.fairlead.server.desired.limit.RateLimit;

/**
 * The buckets of a limit as long as its rate and burst stay the same.
 *
 * @param salt tells its buckets from those that the limit had before; its low half is 0, for the same key's buckets of all
 *     shapes lie near each other
 * @param cost nanoseconds in which one request comes back
 * @param burst requests in a full bucket
 */
record BucketShape(long salt, long cost, int burst) {

    static BucketShape of(RateLimit limit, long salt) {
        return new BucketShape(salt, limit.rate().intervalNanos(), limit.allowance());
    }

    /** @param hash of what the limit tells requests apart by */
    long key(long hash) {
        long key = hash ^ salt;
        return key == 0 ? 1 : key;
    }

    /** How far in the future a bucket may be full again and still have one request in it. */
    long tolerance() {
        return (burst - 1) * cost;
    }

    /** The time in which an empty bucket becomes full. */
    long fill() {
        return burst * cost;
    }

    boolean alike(BucketShape other) {
        return cost == other.cost && burst == other.burst;
    }

    /**
     * What a bucket of a former shape owes in this one: the requests that are in it stay, as far as there is room. So
     * nobody who is held back gets a fresh burst, and from now on it fills at the new rate.
     */
    long converted(long debt, BucketShape former) {
        if (debt <= 0) {
            return 0;
        }
        double requests = (former.fill() - debt) / (double) former.cost;
        return Math.max(0, fill() - (long) (Math.max(0, requests) * cost));
    }
}

package dev.fairlead.strategy.hash;

import dev.fairlead.spi.EndpointPool;

/**
 * How many requests an endpoint may have in flight before its keys go to the next one on the ring: a given factor of
 * its share of all that are in flight, this one included (Mirrokni, Thorup, Zadimoghaddam, "Consistent Hashing with
 * Bounded Loads", 2016).
 *
 * <p>The sum over all endpoints is exact in small pools. In large ones it is taken anew after some choices only, so that a
 * choice reads about sixteen counters; it is then behind by at most those choices.
 */
final class LoadBound {
    private static final int READS_BY_CHOICE = 16;

    private final EndpointPool pool;
    private final double factor;
    private final long weight;
    private final int choicesBySum;
    /**
     * Both without a guard: threads may lose each other's steps, or sum at the same time; the sum is then a little older
     * or made twice.
     */
    private int choices;

    private long sum;

    /** @param factor greater than 1, or infinity for no bound */
    LoadBound(EndpointPool pool, double factor) {
        this.pool = pool;
        this.factor = factor;
        long total = 0;
        for (int i = 0; i < pool.size(); i++) {
            total += pool.endpoint(i).weight();
        }
        weight = total;
        choicesBySum = Math.max(1, pool.size() / READS_BY_CHOICE);
    }

    /** An endpoint has room while it has fewer in flight than this times its weight. */
    double roomByWeight() {
        if (Double.isInfinite(factor)) {
            return factor;
        }
        int choice = choices;
        if (choice <= 0) {
            sum = inFlight();
            choice = choicesBySum;
        }
        choices = choice - 1;
        return factor * (sum + 1) / weight;
    }

    private long inFlight() {
        long total = 0;
        for (int i = 0; i < pool.size(); i++) {
            total += pool.endpoint(i).inFlight();
        }
        return total;
    }
}

package dev.fairlead.strategy.rotation;

import dev.fairlead.spi.EndpointPool;

/** The weights of a pool in lowest terms: 200:100 is the same as 2:1. */
final class Weights {
    /**
     * Up to this many steps, a list of smooth turns is built, which takes a few milliseconds. It is enough for sixty
     * endpoints of any weights, or for a thousand whose weights in lowest terms are 1 and 2.
     */
    private static final long LISTED_STEPS = 1L << 21;

    private final int[] reduced;
    private final long total;

    Weights(EndpointPool pool) {
        reduced = new int[pool.size()];
        long divisor = 0;
        for (int i = 0; i < reduced.length; i++) {
            divisor = commonDivisor(pool.endpoint(i).weight(), divisor);
        }
        long sum = 0;
        for (int i = 0; i < reduced.length; i++) {
            reduced[i] = (int) (pool.endpoint(i).weight() / divisor);
            sum += reduced[i];
        }
        total = sum;
    }

    /** The smoothest order of turns that can be built in a few milliseconds. */
    Turns turns() {
        if (total == reduced.length) {
            return ListedTurns.once(reduced.length);
        }
        if (total * reduced.length <= LISTED_STEPS) {
            return ListedTurns.smooth(reduced, (int) total);
        }
        return new StridingTurns(reduced);
    }

    static long commonDivisor(long a, long b) {
        return b == 0 ? a : commonDivisor(b, a % b);
    }
}

package dev.fairlead.strategy.load;

import dev.fairlead.spi.EndpointPool;
import dev.fairlead.strategy.random.WeightedDraw;
import java.util.random.RandomGenerator;

/** Draws two different endpoints by weight. */
final class PairDraw {
    private final int size;
    private final WeightedDraw draw;
    private final RandomGenerator random;

    PairDraw(EndpointPool pool, RandomGenerator random) {
        this.size = pool.size();
        this.draw = new WeightedDraw(pool);
        this.random = random;
    }

    int one() {
        return draw.index(random.nextLong());
    }

    /** By weight, with a limited number of draws: beside a very heavy endpoint we might draw forever. */
    int otherThan(int one) {
        if (size == 1) {
            return one;
        }
        int other = draw.index(random.nextLong());
        return other != one ? other : (one + 1 + random.nextInt(size - 1)) % size;
    }

    /** Any endpoint, regardless of weight. */
    int any() {
        return random.nextInt(size);
    }
}

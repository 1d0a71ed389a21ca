package dev.fairlead.strategy.random;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.random.RandomGenerator;

/** {@code random}: a random choice in proportion to weight; it has no state and shares nothing between threads. */
public final class RandomProvider implements StrategyProvider {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public String description() {
        return "random, in proportion to weight; for very many independent load balancers";
    }

    @Override
    public Strategy create(StrategyContext context) {
        RandomGenerator random = context.random();
        return pool -> new RandomSelector(pool, random);
    }
}

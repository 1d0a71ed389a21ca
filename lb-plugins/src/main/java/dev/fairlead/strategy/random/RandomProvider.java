package dev.fairlead.strategy.random;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.random.RandomGenerator;

/** {@code random}: by lot, in proportion to weight; nothing is remembered and nothing shared between threads. */
public final class RandomProvider implements StrategyProvider {
    @Override
    public String name() {
        return "random";
    }

    @Override
    public String description() {
        return "by lot, in proportion to weight; for very many balancers that know nothing of each other";
    }

    @Override
    public Strategy create(StrategyContext context) {
        RandomGenerator random = context.random();
        return pool -> new RandomSelector(pool, random);
    }
}

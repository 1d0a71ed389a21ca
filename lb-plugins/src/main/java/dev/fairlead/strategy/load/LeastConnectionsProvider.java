package dev.fairlead.strategy.load;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.random.RandomGenerator;

/**
 * {@code least_connections}: the endpoint with the fewest requests in flight for its weight; ties are broken at random.
 */
public final class LeastConnectionsProvider implements StrategyProvider {
    @Override
    public String name() {
        return "least_connections";
    }

    @Override
    public String description() {
        return "fewest requests in flight for its weight; for few backends and very unequal requests";
    }

    @Override
    public Strategy create(StrategyContext context) {
        RandomGenerator random = context.random();
        return pool -> new LeastConnectionsSelector(pool, random);
    }
}

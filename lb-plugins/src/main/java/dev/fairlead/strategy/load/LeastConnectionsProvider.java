package dev.fairlead.strategy.load;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.random.RandomGenerator;

/** {@code least_connections}: whoever has the fewest requests in flight for its weight; equals are drawn by lot. */
public final class LeastConnectionsProvider implements StrategyProvider {
    @Override
    public String name() {
        return "least_connections";
    }

    @Override
    public String description() {
        return "fewest requests in flight for its weight; for requests of very different length, few backends";
    }

    @Override
    public Strategy create(StrategyContext context) {
        RandomGenerator random = context.random();
        return pool -> new LeastConnectionsSelector(pool, random);
    }
}

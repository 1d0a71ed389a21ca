package dev.fairlead.strategy.rotation;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;

/** {@code weighted_round_robin}: turns in proportion to weight, the turns of each endpoint spread evenly. */
public final class WeightedRoundRobinProvider implements StrategyProvider {
    @Override
    public String name() {
        return "weighted_round_robin";
    }

    @Override
    public String description() {
        return "turns in proportion to weight, spread evenly; for backends of different, known sizes";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return new Rotation(context, pool -> new Weights(pool).turns());
    }
}

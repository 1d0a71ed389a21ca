package dev.fairlead.strategy.rotation;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;

/** {@code round_robin}: each endpoint in turn, regardless of weight. */
public final class RoundRobinProvider implements StrategyProvider {
    @Override
    public String name() {
        return "round_robin";
    }

    @Override
    public String description() {
        return "each backend in turn, weights ignored; for equal backends and similar requests";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return new Rotation(context, pool -> ListedTurns.once(pool.size()));
    }
}

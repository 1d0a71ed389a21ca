package dev.fairlead.strategy.order;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;

/** {@code first}: active and standby; all requests go to the first eligible backend in declared order. */
public final class FirstProvider implements StrategyProvider {
    @Override
    public String name() {
        return "first";
    }

    @Override
    public String description() {
        return "the first eligible backend in declared order; for an active one with standbys";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return FirstSelector::new;
    }
}

package dev.fairlead.strategy.load;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.random.RandomGenerator;

/** {@code p2c}: the power of two choices, by requests in flight. */
public final class TwoChoicesProvider implements StrategyProvider {
    @Override
    public String name() {
        return "p2c";
    }

    @Override
    public String description() {
        return "the less loaded of two random backends; safe for many backends or many load balancers";
    }

    @Override
    public Strategy create(StrategyContext context) {
        RandomGenerator random = context.random();
        return pool -> new TwoChoicesSelector(pool, random);
    }
}

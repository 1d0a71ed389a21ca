package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.Pool;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.value.Figures;

/** The strategy of a pool. */
final class StrategyFacts {

    private StrategyFacts() {}

    static Facts of(Pool pool) {
        return new Facts()
                .add("pool", pool.getName())
                .add("strategy", pool.getStrategy().getName())
                .add("options", Figures.pairs(pool.getStrategy().getOptionsMap()))
                .add("state", Figures.orNone(pool.getStrategyState()));
    }
}

package dev.fairlead.strategy.load;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;

/**
 * {@code peak_ewma}: the faster and less busy of two drawn by lot. Options: {@code decay}, how long slowness is held
 * against a backend, and {@code explore}, the percentage of requests that disregards it.
 */
public final class PeakEwmaProvider implements StrategyProvider {
    @Override
    public String name() {
        return "peak_ewma";
    }

    @Override
    public String description() {
        return "the faster and less busy of two drawn by lot; for backends that differ or slow down at times";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return new PeakEwma(context);
    }
}

package dev.fairlead.strategy.load;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;

/**
 * {@code peak_ewma}: the faster and less busy of two random backends. Options: {@code decay}, how long slowness counts
 * against a backend, and {@code explore}, the percentage of requests that ignore it.
 */
public final class PeakEwmaProvider implements StrategyProvider {
    @Override
    public String name() {
        return "peak_ewma";
    }

    @Override
    public String description() {
        return "the faster and less busy of two at random; for backends that differ or sometimes slow down";
    }

    @Override
    public Strategy create(StrategyContext context) {
        return new PeakEwma(context);
    }
}

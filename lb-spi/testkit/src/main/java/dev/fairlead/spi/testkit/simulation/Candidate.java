package dev.fairlead.spi.testkit.simulation;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeContext;
import java.util.Map;
import java.util.function.LongSupplier;

/** A strategy with its options, to run in scenarios. */
public record Candidate(String label, StrategyProvider provider, Map<String, String> options) {

    /** With its defaults, under its own name. */
    public static Candidate of(StrategyProvider provider) {
        return new Candidate(provider.name(), provider, Map.of());
    }

    Strategy create(long seed, LongSupplier clock) {
        StrategyContext context = FakeContext.seeded(seed).options(options).clock(clock);
        return provider.create(context);
    }
}

package dev.fairlead.spi.testkit;

import dev.fairlead.spi.Memento;
import dev.fairlead.spi.StrategyContext;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The context of a strategy in a test: its own clock, a seed, and the options that the test gives. */
public record FakeContext(
        GivenOptions options,
        LongSupplier nanoClock,
        RandomGenerator random,
        String pool,
        @Nullable Memento inherited) implements StrategyContext {

    /** No options, nothing inherited, and a stopped clock. */
    public static FakeContext seeded(long seed) {
        return new FakeContext(new GivenOptions(Map.of()), new ManualClock(), new SeededRandom(seed), "default", null);
    }

    public FakeContext options(Map<String, String> given) {
        return new FakeContext(new GivenOptions(given), nanoClock, random, pool, inherited);
    }

    public FakeContext clock(LongSupplier clock) {
        return new FakeContext(options, clock, random, pool, inherited);
    }

    public FakeContext inheriting(@Nullable Memento memento) {
        return new FakeContext(options, nanoClock, random, pool, memento);
    }
}

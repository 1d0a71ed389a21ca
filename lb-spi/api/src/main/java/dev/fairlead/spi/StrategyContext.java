package dev.fairlead.spi;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the host gives to a strategy when creating it. A strategy must take time and random numbers only from here. Then
 * a simulation can run it in virtual time and a test can repeat its choices with a seed.
 */
public interface StrategyContext {

    /** The options that the operator wrote beside the strategy's name. */
    StrategyOptions options();

    /**
     * A monotonic clock in nanoseconds with an arbitrary origin: only differences are meaningful, and they must be
     * compared as {@code a - b < 0}. Reading it is cheap and allowed from any thread, also in {@code select}.
     */
    LongSupplier nanoClock();

    /**
     * Random numbers for any thread: the generator has no contended state and does not allocate. It may be kept and
     * used in {@code select}.
     */
    RandomGenerator random();

    /** The name of the pool that the strategy is created for. */
    String pool();

    /**
     * What the replaced strategy left behind, or null if there is nothing. It may come from an older version of the jar
     * or from a different strategy: check {@link Memento#format()} first and ignore unknown formats.
     */
    @Nullable
    Memento inherited();
}

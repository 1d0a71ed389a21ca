package dev.fairlead.spi;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What the host hands to a strategy when it creates it. A strategy takes time and chance from here and from nowhere
 * else: that is what lets a simulation run it in virtual time and a test repeat its choices from a seed.
 */
public interface StrategyContext {

    /** The options that the operator wrote beside the strategy's name. */
    StrategyOptions options();

    /**
     * A monotonic clock in nanoseconds, with an arbitrary origin: only differences mean anything, and they must be
     * compared as {@code a - b < 0}. Reading it is cheap and allowed from every thread, in {@code select} too.
     */
    LongSupplier nanoClock();

    /**
     * Random numbers for every thread at once: the generator shares no contended state and does not allocate. It may
     * be kept and used in {@code select}.
     */
    RandomGenerator random();

    /** The name of the pool that the strategy is created for. */
    String pool();

    /**
     * What the strategy that this one replaces left behind, or null if there is none. It may come from an older
     * version of the jar, or from a different strategy altogether: look at {@link Memento#format()} first and ignore
     * what is not understood.
     */
    @Nullable
    Memento inherited();
}

package dev.fairlead.server.strategy;

import dev.fairlead.spi.Memento;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyOptions;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What this host hands to a strategy. */
record HostContext(
        StrategyOptions options,
        LongSupplier nanoClock,
        RandomGenerator random,
        String pool,
        @Nullable Memento inherited)
        implements StrategyContext {}

package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Strategy;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Creates the strategies of pools. */
public final class Strategies {
    private final StrategyCatalogue catalogue;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;

    /** @param random handed to every strategy, so it must be good for all threads at once */
    public Strategies(StrategyCatalogue catalogue, LongSupplier nanoClock, RandomGenerator random) {
        this.catalogue = catalogue;
        this.nanoClock = nanoClock;
        this.random = random;
    }

    /** Fails with {@link StrategyRefused}. */
    public CompletableFuture<PoolStrategy> create(StrategyChoice choice, String pool, @Nullable Memento inherited) {
        StrategyCatalogue.Entry entry;
        try {
            entry = catalogue.find(choice.name());
        } catch (StrategyRefused unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
        return entry.thread().call("strategy " + entry.name() + ", created for pool " + pool + ",", () -> {
            HostOptions options = new HostOptions(choice.options());
            Strategy strategy = created(entry, new HostContext(options, nanoClock, random, pool, inherited));
            options.refuseUnread(entry.name());
            return new PoolStrategy(pool, choice, entry, strategy, new StrategyGuard(pool, entry.name(), nanoClock));
        });
    }

    private static Strategy created(StrategyCatalogue.Entry entry, HostContext context) {
        try {
            @Nullable Strategy strategy = entry.provider().create(context);
            if (strategy == null) {
                throw StrategyRefused.failed("strategy " + entry.name() + " was asked for and answered nothing", null);
            }
            return strategy;
        } catch (InvalidOptionException wrong) {
            throw StrategyRefused.option(wrong.option(), wrong.sentence());
        }
    }

    public StrategyCatalogue catalogue() {
        return catalogue;
    }
}

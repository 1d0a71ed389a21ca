package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyOptions;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Creates the strategies of pools. */
public final class StrategyFactory implements AutoCloseable {
    private final StrategyCatalogue catalogue;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final StrategyWatchdog watchdog;

    /** What this host hands to a strategy. */
    private record HostContext(
            StrategyOptions options,
            LongSupplier nanoClock,
            RandomGenerator random,
            String pool,
            @Nullable Memento inherited)
            implements StrategyContext {}

    /** Nobody looks whether a choice comes back. */
    public StrategyFactory(StrategyCatalogue catalogue, LongSupplier nanoClock, RandomGenerator random) {
        this(catalogue, nanoClock, random, new StrategyWatchdog());
    }

    /** @param random handed to every strategy, so it must be good for all threads at once */
    StrategyFactory(
            StrategyCatalogue catalogue, LongSupplier nanoClock, RandomGenerator random, StrategyWatchdog watchdog) {
        this.catalogue = catalogue;
        this.nanoClock = nanoClock;
        this.random = random;
        this.watchdog = watchdog;
    }

    /** Fails with {@link StrategyRefused}. */
    public CompletableFuture<PoolStrategy> create(StrategyChoice choice, String pool, @Nullable Memento inherited) {
        return found(choice).thenCompose(entry -> create(entry, choice, pool, inherited));
    }

    private CompletableFuture<CatalogueEntry> found(StrategyChoice choice) {
        try {
            return CompletableFuture.completedFuture(catalogue.find(choice.name()));
        } catch (StrategyRefused unknown) {
            return CompletableFuture.failedFuture(unknown);
        }
    }

    private CompletableFuture<PoolStrategy> create(
            CatalogueEntry entry, StrategyChoice choice, String pool, @Nullable Memento inherited) {
        StrategyGuard guard = new StrategyGuard(pool, entry.name(), nanoClock);
        entry.enter(guard);
        watchdog.add(guard);
        Runnable leave = () -> {
            entry.leave(guard);
            watchdog.remove(guard);
        };
        return entry.thread()
                .<PoolStrategy>call("strategy " + entry.name() + ", created for pool " + pool + ",", () -> {
                    Strategy strategy = created(entry, choice, nanoClock, random, pool, inherited);
                    return new GuardedStrategy(choice, entry, strategy, guard, leave);
                })
                .whenComplete((strategy, failure) -> {
                    entry.tried(failure);
                    if (failure != null) {
                        leave.run();
                    }
                });
    }

    /** Whether there is a strategy of this name. */
    public boolean isKnown(StrategyChoice choice) {
        return catalogue.entry(choice.name()).isPresent();
    }

    /** A fresh instance that serves nobody, in a time and with a chance of its own. Fails with {@link StrategyRefused}. */
    public CompletableFuture<StrategyTrial> trial(
            StrategyChoice choice, String pool, LongSupplier ownClock, RandomGenerator ownRandom) {
        return found(choice)
                .thenCompose(entry -> trial(entry, entry.thread(), () -> {}, choice, pool, ownClock, ownRandom));
    }

    /**
     * The same for one that is asked again and again beside the live one: it has a thread of its own, so that what serves
     * requests never waits for it.
     */
    public CompletableFuture<StrategyTrial> candidate(
            StrategyChoice choice, String pool, LongSupplier ownClock, RandomGenerator ownRandom) {
        return found(choice).thenCompose(entry -> {
            PluginThread own = entry.thread().another();
            return trial(entry, own, own::close, choice, pool, ownClock, ownRandom);
        });
    }

    private static CompletableFuture<StrategyTrial> trial(
            CatalogueEntry entry,
            PluginThread thread,
            Runnable afterwards,
            StrategyChoice choice,
            String pool,
            LongSupplier ownClock,
            RandomGenerator ownRandom) {
        String what = "strategy " + entry.name() + ", tried out for pool " + pool + ",";
        return thread.call(what, () -> {
                    Strategy strategy = created(entry, choice, ownClock, ownRandom, pool, null);
                    return new StrategyTrial(what, entry, thread, strategy, afterwards);
                })
                .whenComplete((trial, failure) -> {
                    if (failure != null) {
                        afterwards.run();
                    }
                });
    }

    /** Stands in for one that cannot be had at present: its pool is served by rotation. */
    public PoolStrategy absent(StrategyChoice choice, String pool, String cause) {
        return new AbsentStrategy(choice, new StrategyGuard(pool, choice.name(), nanoClock), cause);
    }

    /** Whether a strategy is what its choice stands for at present; a plug-in may have come, changed or gone since. */
    public boolean isPresent(PoolStrategy strategy) {
        return strategy.isOf(catalogue.entry(strategy.choice().name()).orElse(null));
    }

    /** The same of one that serves nobody. */
    public boolean isPresent(StrategyTrial trial) {
        return trial.isOf(catalogue.entry(trial.name()).orElse(null));
    }

    private static Strategy created(
            CatalogueEntry entry,
            StrategyChoice choice,
            LongSupplier nanoClock,
            RandomGenerator random,
            String pool,
            @Nullable Memento inherited) {
        ConfiguredOptions options = new ConfiguredOptions(choice.options());
        try {
            @Nullable
            Strategy strategy = entry.provider().create(new HostContext(options, nanoClock, random, pool, inherited));
            if (strategy == null) {
                throw StrategyRefused.failed(
                        "strategy " + entry.name() + " was requested, but its provider returned nothing", null);
            }
            options.refuseUnread(entry.name());
            return strategy;
        } catch (InvalidOptionException wrong) {
            throw StrategyRefused.option(wrong.option(), wrong.sentence());
        }
    }

    public StrategyCatalogue catalogue() {
        return catalogue;
    }

    /** Ends the threads that look at strategies and that run the built-in ones apart from requests. */
    @Override
    public void close() {
        watchdog.close();
        catalogue.close();
    }
}

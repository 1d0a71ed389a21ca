package dev.fairlead.server.strategy;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Memento;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pool's strategy inside the guard. Its code runs on its plug-in's thread; the callers get futures and never wait. */
public final class PoolStrategy implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PoolStrategy.class);

    private final String pool;
    private final StrategyChoice choice;
    private final String name;
    private final Strategy strategy;
    private final PluginThread thread;
    private final StrategyGuard guard;

    PoolStrategy(
            String pool, StrategyChoice choice, StrategyCatalogue.Entry entry, Strategy strategy, StrategyGuard guard) {
        this.pool = pool;
        this.choice = choice;
        this.name = entry.name();
        this.thread = entry.thread();
        this.strategy = strategy;
        this.guard = guard;
    }

    /** Fails with {@link StrategyRefused} if the strategy throws or is late. The result may be thrown away. */
    public CompletableFuture<GuardedSelector> rebuild(EndpointPool endpoints) {
        return thread.call("strategy " + name + " of pool " + pool + ", asked for a selector,", () -> {
            @Nullable Selector selector = strategy.rebuild(endpoints);
            if (selector == null) {
                throw StrategyRefused.failed("strategy " + name + " answered with no selector", null);
            }
            return new GuardedSelector(guard, endpoints, selector);
        });
    }

    /** Serves these endpoints in turn without the strategy. */
    public GuardedSelector fallback(EndpointPool endpoints) {
        return new GuardedSelector(guard, endpoints, null);
    }

    /** What a successor should know; fails like {@link #rebuild}. The memento is absent if nothing is worth keeping. */
    public CompletableFuture<Optional<Memento>> memento() {
        return thread.call(
                "strategy " + name + " of pool " + pool + ", asked for a memento,",
                () -> Optional.ofNullable(strategy.memento()));
    }

    /** What the operator chose. */
    public StrategyChoice choice() {
        return choice;
    }

    /** The strategy's own name, whatever spelling the operator used. */
    public String name() {
        return name;
    }

    public StrategyGuard guard() {
        return guard;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a goodbye; its failure is logged here
    public void close() {
        thread.call("strategy " + name + " of pool " + pool + ", being closed,", () -> {
                    strategy.close();
                    return name;
                })
                .whenComplete((closed, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "pool={} strategy={} event=strategy-close-failed cause=\"{}\"",
                                pool,
                                name,
                                PluginThread.refusal(failure).sentence());
                    }
                });
    }

    @Override
    public String toString() {
        return choice + " of pool " + pool;
    }
}

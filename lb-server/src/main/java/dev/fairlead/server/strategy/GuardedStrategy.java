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

/** A strategy inside the guard. Its code runs on its plug-in's thread. */
final class GuardedStrategy implements PoolStrategy {
    private static final Logger log = LoggerFactory.getLogger(GuardedStrategy.class);

    /** What the SPI promises to carry; more is nothing that a successor needs for its first seconds. */
    private static final int MEMENTO_LIMIT = 1 << 20;

    private final String pool;
    private final StrategyChoice choice;
    private final String name;
    private final CatalogueEntry entry;
    private final Strategy strategy;
    private final PluginThread thread;
    private final StrategyGuard guard;
    private final Runnable whenClosed;

    /** @param whenClosed nobody uses it or can be held up by it any more */
    GuardedStrategy(
            StrategyChoice choice, CatalogueEntry entry, Strategy strategy, StrategyGuard guard, Runnable whenClosed) {
        this.pool = guard.pool();
        this.choice = choice;
        this.name = entry.name();
        this.entry = entry;
        this.thread = entry.thread();
        this.strategy = strategy;
        this.guard = guard;
        this.whenClosed = whenClosed;
    }

    @Override
    public CompletableFuture<GuardedSelector> rebuild(EndpointPool endpoints) {
        return thread.call("strategy " + name + " of pool " + pool + ", asked for a selector,", () -> {
                    @Nullable Selector selector = strategy.rebuild(endpoints);
                    if (selector == null) {
                        throw StrategyRefused.failed("strategy " + name + " answered with no selector", null);
                    }
                    return new GuardedSelector(guard, endpoints, selector, thread);
                })
                .whenComplete((selector, failure) -> entry.tried(failure));
    }

    @Override
    public GuardedSelector fallback(EndpointPool endpoints, String cause) {
        return GuardedSelector.rotation(guard, endpoints, cause);
    }

    @Override
    public CompletableFuture<Optional<Memento>> memento() {
        return thread.call(
                "strategy " + name + " of pool " + pool + ", asked for a memento,",
                () -> Optional.ofNullable(strategy.memento())
                        .filter(memento -> memento.bytes().length <= MEMENTO_LIMIT));
    }

    @Override
    public StrategyChoice choice() {
        return choice;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isOf(@Nullable CatalogueEntry other) {
        return entry == other;
    }

    @Override
    public boolean isAbsent() {
        return false;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a goodbye; its failure is logged here
    public void close() {
        thread.callLast("strategy " + name + " of pool " + pool + ", being closed,", () -> {
                    strategy.close();
                    return name;
                })
                .whenComplete((closed, failure) -> {
                    whenClosed.run();
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

package dev.fairlead.server.strategy;

import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A fresh instance of a strategy that serves no traffic: to predict what it would do, or to explain what it does. All
 * of its code, including the selector's, runs on one thread with a deadline for each call, so a bug in it fails the
 * question but does not affect requests.
 */
public final class StrategyTrial implements AutoCloseable {
    private final String what;
    private final CatalogueEntry entry;
    private final PluginThread thread;
    private final Strategy strategy;
    private final Runnable afterwards;

    /** On that thread only. */
    private @Nullable Selector selector;

    /** @param afterwards when it has been closed, or could not be */
    StrategyTrial(String what, CatalogueEntry entry, PluginThread thread, Strategy strategy, Runnable afterwards) {
        this.what = what;
        this.entry = entry;
        this.thread = thread;
        this.strategy = strategy;
        this.afterwards = afterwards;
    }

    /** The strategy's own name, whatever spelling the operator used. */
    public String name() {
        return entry.name();
    }

    boolean isOf(@Nullable CatalogueEntry other) {
        return entry == other;
    }

    /** Answers with itself, ready to be asked. Fails with {@link StrategyRefused}, as do all questions. */
    public CompletableFuture<StrategyTrial> rebuild(EndpointPool endpoints) {
        return thread.call(what, () -> {
                    @Nullable Selector built = strategy.rebuild(endpoints);
                    if (built == null) {
                        throw StrategyRefused.failed(what + " answered with no selector", null);
                    }
                    selector = built;
                    return built;
                })
                .thenApply(built -> this);
    }

    /** Other work of that thread waits meanwhile, so a long question is better asked in parts. */
    public <T> CompletableFuture<T> ask(Function<Selector, T> question) {
        return thread.call(what, () -> {
            Selector built = selector;
            if (built == null) {
                throw new IllegalStateException("rebuild comes first");
            }
            return question.apply(built);
        });
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody misses a goodbye that fails
    public void close() {
        thread.callLast(what, () -> {
                    strategy.close();
                    return what;
                })
                .whenComplete((closed, failure) -> afterwards.run());
    }
}

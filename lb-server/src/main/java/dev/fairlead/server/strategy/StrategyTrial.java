package dev.fairlead.server.strategy;

import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A fresh instance of a strategy that serves nobody: to foretell what it would do, or to explain what it does. All of its
 * code, the selector's too, runs on its plug-in's thread, each call with a deadline; so an author's mistake fails the
 * question and touches no request.
 */
public final class StrategyTrial implements AutoCloseable {
    private final String what;
    private final PluginThread thread;
    private final Strategy strategy;

    /** On the plug-in's thread only. */
    private @Nullable Selector selector;

    StrategyTrial(String what, PluginThread thread, Strategy strategy) {
        this.what = what;
        this.thread = thread;
        this.strategy = strategy;
    }

    /** Answers with itself, ready to be asked. Fails with {@link StrategyRefused}, as do all questions. */
    public CompletableFuture<StrategyTrial> rebuild(EndpointPool endpoints) {
        return thread.call(what, () -> {
            @Nullable Selector built = strategy.rebuild(endpoints);
            if (built == null) {
                throw StrategyRefused.failed(what + " answered with no selector", null);
            }
            selector = built;
            return this;
        });
    }

    /** The plug-in's other work waits meanwhile, so a long question is better asked in parts. */
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
        thread.call(what, () -> {
            strategy.close();
            return what;
        });
    }
}

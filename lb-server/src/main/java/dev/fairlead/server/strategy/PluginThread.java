package dev.fairlead.server.strategy;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The single thread on which a plug-in creates, rebuilds and closes its strategies, with a deadline for every call. A
 * late call is abandoned by its caller but cannot be stopped, so until it returns, further calls are refused at once
 * instead of waiting behind it.
 */
public final class PluginThread implements AutoCloseable {
    private final String plugin;
    private final Duration deadline;
    private final @Nullable ClassLoader context;
    private final ExecutorService thread;

    /** The last call that missed its deadline; whoever reads it asks the call itself whether it has returned since. */
    private volatile @Nullable Call late;

    /** One call; {@code returned} is written by the plug-in's thread. */
    private static final class Call {
        private volatile boolean returned;
    }

    public PluginThread(String plugin, Duration deadline) {
        this(plugin, deadline, PluginThread.class.getClassLoader());
    }

    /** @param context what libraries of the plug-in find their own services with, and its threads are known by */
    public PluginThread(String plugin, Duration deadline, @Nullable ClassLoader context) {
        this.plugin = plugin;
        this.deadline = deadline;
        this.context = context;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread created = new Thread(task, "fairlead-plugin-" + plugin);
            created.setDaemon(true);
            created.setContextClassLoader(context);
            return created;
        });
    }

    /** One more of the same plug-in, for work that the first must not wait for. Whoever asks for it closes it. */
    PluginThread another() {
        return new PluginThread(plugin, deadline, context);
    }

    /** The plug-in's name. */
    public String plugin() {
        return plugin;
    }

    /** @param what completes the sentence "… threw" or "… took longer than 3 s" */
    public <T> CompletableFuture<T> call(String what, Callable<T> code) {
        if (isOverdue()) {
            return CompletableFuture.failedFuture(StrategyRefused.failed(
                    what + " was not called: plug-in " + plugin + " is still busy with an overdue call", null));
        }
        Call call = new Call();
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> caller = result.orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
                .handle((value, failure) -> {
                    if (failure instanceof TimeoutException) {
                        late = call;
                    }
                    return outcome(what, value, failure);
                });
        try {
            thread.execute(() -> {
                run(code, result);
                call.returned = true;
            });
        } catch (RejectedExecutionException closed) {
            call.returned = true;
            result.completeExceptionally(
                    StrategyRefused.failed(what + " was not called: plug-in " + plugin + " was unloaded", null));
        }
        return caller;
    }

    /**
     * The same for a goodbye. Behind a call that is overdue it is put off instead of refused: nobody waits for it, and what
     * it lets go would otherwise stay for good.
     */
    <T> CompletableFuture<T> callLast(String what, Callable<T> code) {
        if (!isOverdue()) {
            return call(what, code);
        }
        try {
            thread.execute(() -> run(code, new CompletableFuture<>()));
        } catch (RejectedExecutionException closed) {
            return CompletableFuture.failedFuture(
                    StrategyRefused.failed(what + " was not called: plug-in " + plugin + " was unloaded", null));
        }
        return CompletableFuture.failedFuture(StrategyRefused.failed(
                what + " is postponed: plug-in " + plugin + " is still busy with an overdue call", null));
    }

    boolean isOverdue() {
        Call call = late;
        return call != null && !call.returned;
    }

    private static <T> void run(Callable<T> code, CompletableFuture<T> result) {
        try {
            T value = code.call();
            if (!result.complete(value) && value instanceof AutoCloseable unwanted) {
                unwanted.close(); // whoever wanted it has given it up
            }
        } catch (Throwable thrown) { // foreign code: whatever it throws is the answer
            result.completeExceptionally(thrown);
        }
    }

    private <T> T outcome(String what, @Nullable T value, @Nullable Throwable failure) {
        if (failure instanceof StrategyRefused refused) {
            throw refused;
        }
        if (failure instanceof TimeoutException) {
            throw StrategyRefused.failed(what + " took longer than " + deadline.toMillis() + " ms", null);
        }
        if (failure != null) {
            throw StrategyRefused.failed(what + " threw " + failure, failure);
        }
        if (value == null) {
            throw StrategyRefused.failed(what + " answered nothing", null);
        }
        return value;
    }

    /** What a future of this class failed with, out of the wrapping that futures add. */
    public static StrategyRefused refusal(Throwable failure) {
        Throwable inner =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return inner instanceof StrategyRefused refused
                ? refused
                : StrategyRefused.failed("the strategy failed with " + inner, inner);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

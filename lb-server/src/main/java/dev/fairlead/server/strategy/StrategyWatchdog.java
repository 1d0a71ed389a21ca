package dev.fairlead.server.strategy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Checks from outside whether IO threads return from strategies: nothing else can detect a call that never returns.
 */
final class StrategyWatchdog implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofMillis(100);

    /** So many looks in a row, not one: a thread that was not given a processor for a moment has done nothing wrong. */
    static final int LOOKS = 4;

    /** What a call may take before it is taken for one that does not return. */
    static final Duration PATIENCE = INTERVAL.multipliedBy(LOOKS);

    private final Set<StrategyGuard> guards = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread created = new Thread(task, "fairlead-strategy-watch");
        created.setDaemon(true);
        return created;
    });

    /** Nobody looks before this. */
    @SuppressWarnings("FutureReturnValueIgnored") // close() ends it, and look() throws nothing
    StrategyWatchdog start() {
        thread.scheduleWithFixedDelay(this::look, INTERVAL.toNanos(), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    void add(StrategyGuard guard) {
        guards.add(guard);
    }

    void remove(StrategyGuard guard) {
        guards.remove(guard);
    }

    private void look() {
        guards.forEach(StrategyGuard::look);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

package dev.fairlead.server.shadow;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.strategy.StrategyFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The candidates that run beside live strategies, one for each pool. They do not survive the process. */
@Singleton
public final class Shadows implements AutoCloseable {

    /** Between two turns: what waits in between is little, and no request waits for it. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final RoutingTables tables;
    private final StrategyFactory strategies;
    private final RandomGenerator random;
    private final ScheduledThreadPoolExecutor thread;

    /** By pool. Written on the thread. */
    private final Map<String, Shadow> shadows = new ConcurrentHashMap<>();

    private @Nullable ScheduledFuture<?> turns;

    @Inject
    public Shadows(RoutingTables tables, StrategyFactory strategies, RandomGenerator random) {
        this.tables = tables;
        this.strategies = strategies;
        this.random = random;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "fairlead-shadows");
            named.setDaemon(true);
            return named;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Begins to try a candidate; one that is tried already goes on, and another one of the pool makes room. Fails with
     * {@link dev.fairlead.server.strategy.StrategyRefused} if the candidate cannot be had; then nothing has changed.
     *
     * @param pool as published
     * @param percent of the requests that it is shown
     */
    public CompletionStage<Shadow> begin(PoolTable pool, StrategyChoice choice, double percent) {
        Shadow present = shadows.get(pool.pool());
        if (present != null && present.isOf(choice, percent)) {
            return CompletableFuture.completedStage(present);
        }
        TrafficReplay replay = new TrafficReplay(System.nanoTime());
        return strategies
                .candidate(choice, pool.pool(), replay::now, random)
                .thenComposeAsync(
                        candidate -> seated(
                                new Shadow(pool, choice, tables, strategies, candidate, replay, percent, thread)),
                        thread)
                .minimalCompletionStage();
    }

    private CompletableFuture<Shadow> seated(Shadow next) {
        return next.begin()
                .thenApplyAsync(
                        begun -> {
                            Shadow former = shadows.put(begun.pool(), begun);
                            if (former != null) {
                                former.end(begun.candidate() + " was started instead");
                            }
                            if (turns == null) {
                                turns = thread.scheduleWithFixedDelay(
                                        this::turn, TURN_NANOS, TURN_NANOS, TimeUnit.NANOSECONDS);
                            }
                            return begun;
                        },
                        thread);
    }

    private void turn() {
        shadows.values().forEach(Shadow::turn);
        shadows.values().removeIf(Shadow::isOver);
        if (shadows.isEmpty() && turns != null) {
            turns.cancel(false);
            turns = null;
        }
    }

    /** The one that is tried for this pool. */
    public Optional<Shadow> of(String pool) {
        return Optional.ofNullable(shadows.get(pool)).filter(shadow -> !shadow.isOver());
    }

    /**
     * Ends what is tried for a pool.
     *
     * @param cause as a sentence
     * @return what it was; empty if there was none
     */
    public CompletionStage<Optional<Shadow>> end(String pool, String cause) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            Optional<Shadow> ended = of(pool);
                            ended.ifPresent(shadow -> shadow.end(cause));
                            return ended;
                        },
                        thread)
                .minimalCompletionStage();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        shadows.values().forEach(shadow -> shadow.end("the server stops"));
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PluginThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates a pool's table to its backends' health. The strategy gets a short time to build a selector; if it takes
 * longer or fails, the fallback serves, because a backend that is down must leave rotation whatever a plug-in does.
 */
@Singleton
final class Refresh {
    private static final Logger log = LoggerFactory.getLogger(Refresh.class);

    private final LiveTables live;
    private final ObservedHealth observed;
    private final ControlThread control;

    /** How long a table that is out of date may stay in use. */
    private final Duration patience;

    /** When a strategy that failed is asked again. */
    private final Executor later;

    @Inject
    Refresh(LiveTables live, ObservedHealth observed, ControlThread control, Patience patience) {
        this.live = live;
        this.observed = observed;
        this.control = control;
        this.patience = patience.stale();
        this.later = CompletableFuture.delayedExecutor(patience.pause().toNanos(), TimeUnit.NANOSECONDS, control);
    }

    /** From any thread. */
    void reported(RunningBackend backend, HealthReport report) {
        observed.put(backend, report);
        control.executeOnce(backend, () -> {
            LivePool pool = live.pool(backend.pool());
            if (pool != null && pool.has(backend)) {
                pool.markStale();
            }
        });
    }

    /** Whatever is out of date is brought up to date, or is on its way to it. */
    void run() {
        for (LivePool pool : live.pools()) {
            if (pool.takeStale()) {
                run(pool);
            }
        }
        live.publishIfChanged();
    }

    /** Whether every table is what its backends' health asks for. */
    boolean isDone() {
        return live.pools().stream().noneMatch(LivePool::isBehind);
    }

    private void run(LivePool pool) {
        PoolTableDraft draft = live.draft(pool.policy(), pool.members());
        if (draft.isEmpty()) {
            live.table(pool, draft.with(null, pool.strategy().name(), pool.runtime()));
        } else if (draft.sameEndpointsAs(pool.table()) && !pool.onFallback()) {
            live.table(pool, draft.reusing(pool.table()));
        } else {
            rebuild(pool, draft);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // both stages end in use() or fallBack(), which take the failure
    private void rebuild(LivePool pool, PoolTableDraft draft) {
        Object ticket = pool.beginRebuild();
        CompletableFuture<GuardedSelector> answer = pool.strategy().rebuild(draft.endpoints());
        answer.whenCompleteAsync(
                (selector, failure) -> {
                    if (pool.endRebuild(ticket)) {
                        use(pool, draft, selector, failure);
                    }
                },
                control);
        CompletableFuture<GuardedSelector> patient = answer.copy().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        patient.whenCompleteAsync(
                (selector, failure) -> {
                    if (failure != null && pool.awaits(ticket)) {
                        fallBack(
                                pool,
                                draft,
                                "the strategy has not built a selector within " + patience.toMillis() + " ms");
                    }
                },
                control);
    }

    private void use(
            LivePool pool, PoolTableDraft draft, @Nullable GuardedSelector selector, @Nullable Throwable failure) {
        if (selector == null) {
            Throwable cause = failure == null ? new IllegalStateException("no selector") : failure;
            fallBack(pool, draft, PluginThread.refusal(cause).sentence());
            later.execute(pool::markStale);
            return;
        }
        live.table(pool, draft.with(selector, pool.strategy().name(), pool.runtime()));
        if (pool.onFallback()) {
            pool.onFallback(false);
            log.info(
                    "pool={} event=strategy-rebuilt cause=\"the strategy answers again\"",
                    pool.policy().name());
        }
    }

    private void fallBack(LivePool pool, PoolTableDraft draft, String cause) {
        GuardedSelector rotation = pool.strategy().fallback(draft.endpoints(), cause);
        live.table(pool, draft.with(rotation, pool.strategy().name(), pool.runtime()));
        if (!pool.onFallback()) {
            pool.onFallback(true);
            log.error(
                    "pool={} event=strategy-fallback cause=\"{}\"",
                    pool.policy().name(),
                    cause);
        }
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PluginThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a pool's table up to date with its backends' health. The strategy gets a moment to build a selector; if it
 * takes longer or fails, the fallback serves, because a backend that is down must be out whatever a plug-in does.
 */
final class Refresh {
    private static final Logger log = LoggerFactory.getLogger(Refresh.class);

    private final LiveTables live;
    private final ControlThread control;
    private final Duration patience;
    private final Executor later;

    /**
     * @param patience how long a table that is out of date may stay in use
     * @param pause before a strategy that failed is asked again
     */
    Refresh(LiveTables live, ControlThread control, Duration patience, Duration pause) {
        this.live = live;
        this.control = control;
        this.patience = patience;
        this.later = CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, control);
    }

    void run(LivePool pool) {
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

package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.PoolRuntime;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.PoolStrategy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One pool on its way to being live: its strategy, then its table. Belongs to the control thread. */
final class NextPool {
    private final Pool policy;
    private final List<LivePool.Member> members;
    private final @Nullable LivePool former;
    private final boolean keepsStrategy;
    private final CompletableFuture<PoolStrategy> strategy;
    private final PoolRuntime account;
    private final LiveTables live;
    private CompletableFuture<PoolTable> table = new CompletableFuture<>();

    /** How far health had moved when the table was drafted. */
    private long drafted;

    NextPool(
            Pool policy,
            List<LivePool.Member> members,
            @Nullable LivePool former,
            CompletableFuture<PoolStrategy> strategy,
            PoolRuntime account,
            LiveTables live) {
        this.policy = policy;
        this.members = members;
        this.former = former;
        this.strategy = strategy;
        this.keepsStrategy = former != null
                && strategy.isDone()
                && !strategy.isCompletedExceptionally()
                && strategy.join() == former.strategy();
        this.account = account;
        this.live = live;
    }

    String name() {
        return policy.name();
    }

    CompletableFuture<PoolStrategy> strategy() {
        return strategy;
    }

    /** @param fallBack whether rotation serves if the strategy cannot build a selector */
    CompletableFuture<PoolTable> build(boolean fallBack) {
        table = table(strategy.join(), fallBack);
        return table;
    }

    private CompletableFuture<PoolTable> table(PoolStrategy chosen, boolean fallBack) {
        drafted = live.healthMoves();
        PoolTableDraft draft = live.draft(policy, members);
        if (draft.isEmpty()) {
            return CompletableFuture.completedFuture(draft.with(null, chosen.name(), account));
        }
        LivePool kept = keepsStrategy ? former : null;
        if (kept != null && !kept.onFallback() && draft.sameEndpointsAs(kept.table())) {
            return CompletableFuture.completedFuture(draft.reusing(kept.table()));
        }
        CompletableFuture<PoolTable> built =
                chosen.rebuild(draft.endpoints()).thenApply(selector -> draft.with(selector, chosen.name(), account));
        // Where rotation serves already, a strategy that still fails must not keep the operator from changing backends.
        return fallBack || kept != null && kept.onFallback()
                ? built.exceptionally(failed -> draft.with(fallback(chosen, draft, failed), chosen.name(), account))
                : built;
    }

    private static GuardedSelector fallback(PoolStrategy strategy, PoolTableDraft draft, Throwable failure) {
        return strategy.fallback(
                draft.endpoints(), PluginThread.refusal(failure).sentence());
    }

    /** Whether health has other endpoints in rotation by now than the table was built from. */
    boolean isBehind() {
        return drafted != live.healthMoves() && !live.draft(policy, members).sameEndpointsAs(table.join());
    }

    /** The pool once its table is built. If it is behind its backends' health, it is brought up to date when it is live. */
    LivePool pool() {
        PoolTable built = table.join();
        boolean behind = false;
        // Health may have had it served by rotation, or asked the strategy again, since then: generations only grow.
        boolean overtaken = former != null && former.table().generation() > built.generation();
        if (overtaken || drafted != live.healthMoves()) {
            PoolTableDraft now = live.draft(policy, members);
            behind = !now.sameEndpointsAs(built);
            built = behind ? built : now.reusing(built);
        }
        LivePool pool = new LivePool(policy, members, strategy.join(), account, built);
        GuardedSelector selector = built.selector();
        pool.onFallback(
                selector != null && !selector.asksStrategy() && !pool.strategy().isAbsent());
        if (behind || pool.onFallback()) {
            pool.markStale();
        }
        return pool;
    }

    PoolTable table() {
        return table.join();
    }

    /** What it would replace; null if the pool is new. */
    @Nullable
    LivePool former() {
        return former;
    }

    /** Whether it is what is wanted and what would replace the pool that is live. */
    boolean isFor(@Nullable Pool wanted) {
        return policy.equals(wanted) && former == live.pool(policy.name());
    }

    boolean keepsStrategy() {
        return keepsStrategy;
    }

    boolean isToBlame() {
        return strategy.isCompletedExceptionally() || table.isCompletedExceptionally();
    }

    /** What runs for it and for nothing that was live when it began. */
    List<RunningBackend> newcomers() {
        return LivePool.runningIn(members, former == null ? List.of() : former.members());
    }

    /** Lets go of what was made, and of what is still to come. */
    @SuppressWarnings("FutureReturnValueIgnored") // closing catches what the strategy throws
    void discard() {
        if (!keepsStrategy) {
            strategy.thenAccept(PoolStrategy::close);
        }
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.strategy.StrategyFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What some orders need before they can be committed: first the strategies of the pools that change, then their tables. Nothing
 * that is live changes before all of it stands, so a refusal leaves no trace. Belongs to the control thread, between whose tasks
 * the strategies do their work.
 */
final class Preparation {

    /** Health may move while strategies build. After so many rounds the tables are taken as they are, and refreshed. */
    private static final int ROUNDS = 3;

    private final Claims.Claim claim;
    private final ChangeDraft draft;
    private final List<NextPool> pools;
    private final StrategyFactory strategies;
    private final Executor control;
    private final Set<String> changed;
    private int round;
    private boolean discarded;
    private @Nullable Throwable failure;

    Preparation(
            Claims.Claim claim, ChangeDraft draft, List<NextPool> pools, StrategyFactory strategies, Executor control) {
        this.claim = claim;
        this.draft = draft;
        this.pools = pools;
        this.strategies = strategies;
        this.control = control;
        this.changed = draft.changedPools();
    }

    /** Completes on the control thread when every pool has its table, or one cannot have any. */
    CompletableFuture<Void> run() {
        return all(pools.stream().map(NextPool::strategy).toList())
                .thenComposeAsync(done -> build(), control)
                .handleAsync(
                        (done, failed) -> {
                            failure = failed;
                            return null;
                        },
                        control);
    }

    private CompletableFuture<Void> build() {
        if (discarded) { // what a strategy is asked for after it was told to close would be no news to anybody
            return CompletableFuture.failedFuture(new CancellationException("no one waits for it any more"));
        }
        round++;
        boolean fallBack = draft.kind() == Order.Kind.START;
        return all(pools.stream().map(pool -> pool.build(fallBack)).toList())
                .thenComposeAsync(done -> verify(), control);
    }

    /** Health as it is now, after the strategies took their time, should find the same endpoints. */
    private CompletableFuture<Void> verify() {
        boolean again = round < ROUNDS && pools.stream().anyMatch(NextPool::isBehind);
        return again ? build() : CompletableFuture.completedFuture(null);
    }

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }

    /** What only it may change until it is over. */
    Set<String> claimed() {
        return claim.pools();
    }

    /** What it was made of when it began. */
    ChangeDraft draft() {
        return draft;
    }

    List<Order> orders() {
        return draft.orders();
    }

    List<NextPool> pools() {
        return pools;
    }

    /** The pools that are not the same objects any more when it is live, and those that are gone then. */
    Set<String> touched() {
        Set<String> names = new HashSet<>(changed);
        pools.forEach(pool -> names.add(pool.name()));
        return names;
    }

    /** Why it could not be prepared; null if it could. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /**
     * Whether what is prepared is just what its orders need when they are made of what is in force by now. A strategy whose
     * plug-in was replaced since it was created would be yesterday's.
     */
    boolean fits(ChangeDraft now) {
        DesiredState wanted = now.desired();
        return now.changedPools().equals(changed)
                && pools.stream()
                        .allMatch(pool -> pool.isFor(wanted.pools().get(pool.name()))
                                && (pool.keepsStrategy()
                                        || strategies.isPresent(pool.strategy().join())));
    }

    /** For each pool that is different its table now and the one that it would have, once they are prepared. */
    List<CompletableFuture<Forecast>> forecasts(LiveTables live, Forecaster forecaster) {
        List<CompletableFuture<Forecast>> all = new ArrayList<>();
        for (NextPool pool : pools) {
            LivePool former = pool.former();
            PoolTable now = former == null ? null : former.table();
            all.add(forecaster.forecast(now, pool.table()));
        }
        for (String name : changed) {
            LivePool removed = live.pool(name);
            if (removed != null && !draft.desired().pools().containsKey(name)) {
                all.add(forecaster.forecast(removed.table(), null));
            }
        }
        return all;
    }

    /** What runs for it and for nothing that was live when it began. */
    Set<RunningBackend> newcomers() {
        return pools.stream().flatMap(pool -> pool.newcomers().stream()).collect(Collectors.toSet());
    }

    /** Lets go of what was made, and of what is still to come. */
    void discard() {
        discarded = true;
        pools.forEach(NextPool::discard);
    }

    /** The pool whose strategy is the reason for a failure; the name of one that changes, if it is not clear. */
    String blamed() {
        return pools.stream()
                .filter(NextPool::isToBlame)
                .map(NextPool::name)
                .findFirst()
                .orElse(DesiredState.DEFAULT_POOL);
    }
}

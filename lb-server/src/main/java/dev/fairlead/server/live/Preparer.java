package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.PoolRuntime;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.spi.Memento;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins what orders need before they can be committed. Belongs to the control thread. */
final class Preparer {
    private static final Logger log = LoggerFactory.getLogger(Preparer.class);

    private final LiveTables live;
    private final RunningBackends backends;
    private final StrategyFactory strategies;
    private final ControlThread control;

    @Inject
    Preparer(LiveTables live, RunningBackends backends, StrategyFactory strategies, ControlThread control) {
        this.live = live;
        this.backends = backends;
        this.strategies = strategies;
        this.control = control;
    }

    Preparation prepare(Claims.Claim claim, ChangeDraft draft) {
        Order.Kind kind = draft.kind();
        Set<String> due = kind == Order.Kind.RENEWAL ? outdated() : draft.changedPools();
        List<NextPool> pools = new ArrayList<>();
        for (Pool pool : draft.desired().pools().values()) {
            LivePool former = live.pool(pool.name());
            if (former == null || due.contains(pool.name())) {
                pools.add(next(kind, pool, former));
            }
        }
        return new Preparation(claim, draft, pools, strategies, control);
    }

    /** The pools whose strategy came from a plug-in that is not the same any more. */
    Set<String> outdated() {
        return live.pools().stream()
                .filter(pool -> !strategies.isPresent(pool.strategy()))
                .map(pool -> pool.policy().name())
                .collect(Collectors.toSet());
    }

    private NextPool next(Order.Kind kind, Pool pool, @Nullable LivePool former) {
        PoolRuntime account = former == null ? PoolRuntime.opened(backends.lanes()) : former.runtime();
        return new NextPool(pool, members(pool, former), former, strategy(kind, pool, former), account, live);
    }

    /** Of thousands most are what they were. */
    private List<LivePool.Member> members(Pool pool, @Nullable LivePool former) {
        List<LivePool.Member> known =
                former != null && former.policy().tls().equals(pool.tls()) ? former.members() : List.of();
        List<LivePool.Member> members = new ArrayList<>(pool.backends().size());
        for (Backend backend : pool.backends()) {
            int place = members.size();
            boolean same = place < known.size() && known.get(place).desired().equals(backend);
            members.add(same ? known.get(place) : new LivePool.Member(backend, backends.of(pool, backend)));
        }
        return members;
    }

    /** The one that works for the pool, if it goes on to do so; otherwise a new one. */
    private CompletableFuture<PoolStrategy> strategy(Order.Kind kind, Pool pool, @Nullable LivePool former) {
        if (former == null) {
            return create(kind, pool, former, null);
        }
        if (kind != Order.Kind.RENEWAL && former.policy().strategy().equals(pool.strategy())) {
            return CompletableFuture.completedFuture(former.strategy());
        }
        // A predecessor that cannot leave a memento may well be the reason for the change.
        return former.strategy()
                .memento()
                .exceptionally(failed -> Optional.empty())
                .thenCompose(memento -> create(kind, pool, former, memento.orElse(null)));
    }

    private CompletableFuture<PoolStrategy> create(
            Order.Kind kind, Pool pool, @Nullable LivePool former, @Nullable Memento inherited) {
        if (kind == Order.Kind.RENEWAL && !strategies.isKnown(pool.strategy())) {
            return CompletableFuture.completedFuture(absent(pool, "its plug-in was unloaded"));
        }
        CompletableFuture<PoolStrategy> created = strategies.create(pool.strategy(), pool.name(), inherited);
        // Where rotation serves for want of a strategy, one that still cannot be had is no reason against anything
        // else.
        boolean tolerant = kind == Order.Kind.START
                || kind == Order.Kind.RENEWAL
                        && former != null
                        && former.strategy().isAbsent();
        return tolerant
                ? created.exceptionally(
                        failure -> absent(pool, PluginThread.refusal(failure).sentence()))
                : created;
    }

    private PoolStrategy absent(Pool pool, String cause) {
        log.error(
                "pool={} event=strategy-absent strategy={} cause=\"{}; rotation serves\"",
                pool.name(),
                pool.strategy(),
                cause);
        return strategies.absent(pool.strategy(), pool.name(), cause);
    }
}

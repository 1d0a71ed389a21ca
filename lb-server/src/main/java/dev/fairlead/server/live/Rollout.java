package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.PoolRuntime;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.spi.Memento;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A desired state on its way to being live: first the strategies that it needs, then the tables. Nothing that is live
 * changes before all of it stands, so a refusal leaves no trace. Runs on the control thread, between whose tasks the
 * strategies do their work.
 */
final class Rollout {
    private static final Logger log = LoggerFactory.getLogger(Rollout.class);

    /** Health may move while strategies build. After so many rounds the tables are taken as they are, and refreshed. */
    private static final int ROUNDS = 3;

    private final Order.Kind kind;
    private final LiveTables live;
    private final RunningBackends backends;
    private final StrategyFactory strategies;
    private final ControlThread control;
    private final List<Part> parts = new ArrayList<>();
    private DesiredState candidate;
    private int round;
    private boolean discarded;

    /** One pool that changes. */
    private static final class Part {
        private final Pool policy;
        private final List<LivePool.Member> members;
        private final @Nullable LivePool former;
        private final boolean keepsStrategy;
        private final CompletableFuture<PoolStrategy> strategy;
        private final PoolRuntime account;
        private CompletableFuture<PoolTable> table = new CompletableFuture<>();

        Part(
                Pool policy,
                List<LivePool.Member> members,
                @Nullable LivePool former,
                boolean keepsStrategy,
                CompletableFuture<PoolStrategy> strategy,
                PoolRuntime account) {
            this.policy = policy;
            this.members = members;
            this.former = former;
            this.keepsStrategy = keepsStrategy;
            this.strategy = strategy;
            this.account = account;
        }
    }

    Rollout(
            Order.Kind kind,
            DesiredState candidate,
            LiveTables live,
            RunningBackends backends,
            StrategyFactory strategies,
            ControlThread control) {
        this.kind = kind;
        this.candidate = candidate;
        this.live = live;
        this.backends = backends;
        this.strategies = strategies;
        this.control = control;
    }

    /** Completes on the control thread when every pool has its table; fails without a trace but for {@link #discard}. */
    CompletableFuture<Void> prepare() {
        for (Pool pool : candidate.pools().values()) {
            LivePool former = live.pool(pool.name());
            if (isDue(pool, former)) {
                parts.add(part(pool, former));
            }
        }
        return all(parts.stream().map(part -> part.strategy).toList()).thenComposeAsync(done -> build(), control);
    }

    private boolean isDue(Pool pool, @Nullable LivePool former) {
        return former == null || !former.policy().equals(pool) || isOutdated(former);
    }

    private Part part(Pool pool, @Nullable LivePool former) {
        List<LivePool.Member> members = pool.backends().stream()
                .map(backend -> new LivePool.Member(backend, backends.of(pool, backend)))
                .toList();
        PoolRuntime account = former == null ? PoolRuntime.opened(backends.lanes()) : former.runtime();
        PoolStrategy kept = kept(pool, former);
        CompletableFuture<PoolStrategy> strategy =
                kept == null ? strategy(pool, former) : CompletableFuture.completedFuture(kept);
        return new Part(pool, members, former, kept != null, strategy, account);
    }

    /** The strategy that works for the pool and goes on to do so; null if there is to be a new one. */
    private @Nullable PoolStrategy kept(Pool pool, @Nullable LivePool former) {
        return former != null && former.policy().strategy().equals(pool.strategy()) && !isOutdated(former)
                ? former.strategy()
                : null;
    }

    private boolean isOutdated(LivePool pool) {
        return kind == Order.Kind.RENEWAL && !strategies.isPresent(pool.strategy());
    }

    private CompletableFuture<PoolStrategy> strategy(Pool pool, @Nullable LivePool former) {
        if (former == null) {
            return create(pool, former, null);
        }
        // A predecessor that cannot leave a memento may well be the reason for the change.
        return former.strategy()
                .memento()
                .exceptionally(failed -> Optional.empty())
                .thenCompose(memento -> create(pool, former, memento.orElse(null)));
    }

    private CompletableFuture<PoolStrategy> create(Pool pool, @Nullable LivePool former, @Nullable Memento inherited) {
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

    private CompletableFuture<Void> build() {
        if (discarded) {
            return CompletableFuture.failedFuture(new CancellationException("nobody needs it any more"));
        }
        round++;
        for (Part part : parts) {
            part.table = table(part, part.strategy.join());
        }
        return all(parts.stream().map(part -> part.table).toList()).thenComposeAsync(done -> verify(), control);
    }

    private CompletableFuture<PoolTable> table(Part part, PoolStrategy strategy) {
        PoolTableDraft draft = live.draft(part.policy, part.members);
        if (draft.isEmpty()) {
            return CompletableFuture.completedFuture(draft.with(null, strategy.name(), part.account));
        }
        LivePool former = part.keepsStrategy ? part.former : null;
        if (former != null && !former.onFallback() && draft.sameEndpointsAs(former.table())) {
            return CompletableFuture.completedFuture(draft.reusing(former.table()));
        }
        CompletableFuture<PoolTable> built = strategy.rebuild(draft.endpoints())
                .thenApply(selector -> draft.with(selector, strategy.name(), part.account));
        // Where rotation serves already, a strategy that still fails must not keep the operator from changing backends.
        return kind == Order.Kind.START || former != null && former.onFallback()
                ? built.exceptionally(
                        failed -> draft.with(fallback(strategy, draft, failed), strategy.name(), part.account))
                : built;
    }

    private static GuardedSelector fallback(PoolStrategy strategy, PoolTableDraft draft, Throwable failure) {
        return strategy.fallback(
                draft.endpoints(), PluginThread.refusal(failure).sentence());
    }

    /** Health as it is now, after the strategies took their time, should find the same endpoints. */
    private CompletableFuture<Void> verify() {
        boolean moved = parts.stream()
                .anyMatch(part -> !live.draft(part.policy, part.members).sameEndpointsAs(part.table.join()));
        return moved && round < ROUNDS ? build() : CompletableFuture.completedFuture(null);
    }

    /**
     * All pools of the candidate, once they are prepared. A pool whose backends' health has moved since its table was
     * built is brought up to date right after it is live.
     */
    Map<String, LivePool> pools() {
        Map<String, LivePool> changed = new HashMap<>();
        parts.forEach(part -> changed.put(part.policy.name(), pool(part)));
        Map<String, LivePool> all = new LinkedHashMap<>();
        for (String name : candidate.pools().keySet()) {
            LivePool pool = changed.containsKey(name) ? changed.get(name) : live.pool(name);
            if (pool != null) {
                all.put(name, pool);
            }
        }
        return all;
    }

    private LivePool pool(Part part) {
        PoolTable built = part.table.join();
        PoolTableDraft now = live.draft(part.policy, part.members);
        boolean same = now.sameEndpointsAs(built);
        PoolTable table = same ? now.reusing(built) : built;
        LivePool pool = new LivePool(part.policy, part.members, part.strategy.join(), part.account, table);
        pool.onFallback(table.selector() != null
                && !table.selector().asksStrategy()
                && !pool.strategy().isAbsent());
        if (!same || pool.onFallback()) {
            pool.markStale();
        }
        if (kind == Order.Kind.RENEWAL) {
            log.info(
                    "pool={} event=strategy-renewed strategy=\"{}\"",
                    pool.policy().name(),
                    pool.strategy());
        }
        return pool;
    }

    /** For each pool that is different its table now and the one of the candidate, once they are prepared. */
    <T> List<T> tables(BiFunction<@Nullable PoolTable, @Nullable PoolTable, T> compare) {
        List<T> compared = new ArrayList<>();
        for (Part part : parts) {
            PoolTable now = part.former == null ? null : part.former.table();
            compared.add(compare.apply(now, part.table.join()));
        }
        for (LivePool pool : live.pools()) {
            if (!candidate.pools().containsKey(pool.policy().name())) {
                compared.add(compare.apply(pool.table(), null));
            }
        }
        return compared;
    }

    /** The pools that change, come or go. */
    Set<String> changed() {
        Set<String> names =
                live.pools().stream().map(pool -> pool.policy().name()).collect(Collectors.toCollection(HashSet::new));
        names.removeAll(candidate.pools().keySet());
        names.addAll(prepared());
        return names;
    }

    private Set<String> prepared() {
        return parts.stream().map(part -> part.policy.name()).collect(Collectors.toSet());
    }

    /** The pools whose strategies have something to do and are not through with it. */
    Set<String> late() {
        return parts.stream()
                .filter(part -> !part.strategy.isDone() || round > 0 && !part.table.isDone())
                .map(part -> part.policy.name())
                .collect(Collectors.toSet());
    }

    /** What runs, or is to run, for the pools that change. */
    List<RunningBackend> backends() {
        return parts.stream()
                .flatMap(part -> part.members.stream())
                .map(LivePool.Member::running)
                .toList();
    }

    /**
     * Takes another candidate, after others have been live meanwhile, if what is prepared is just what that one needs.
     *
     * @return whether it is
     */
    boolean fits(DesiredState now) {
        Set<String> due = now.pools().values().stream()
                .filter(pool -> isDue(pool, live.pool(pool.name())))
                .map(Pool::name)
                .collect(Collectors.toSet());
        boolean same = due.equals(prepared()) && parts.stream().allMatch(part -> isFor(part, now));
        candidate = same ? now : candidate;
        return same;
    }

    /** A strategy whose plug-in has been replaced since it was created would be yesterday's. */
    private boolean isFor(Part part, DesiredState now) {
        String name = part.policy.name();
        return part.policy.equals(now.pools().get(name))
                && part.former == live.pool(name)
                && (part.keepsStrategy || strategies.isPresent(part.strategy.join()));
    }

    /**
     * Lets go of what was made, and of what is still to come, for a candidate that is refused or begins anew.
     *
     * @param needed what runs for others that are not live yet
     */
    @SuppressWarnings("FutureReturnValueIgnored") // closing catches what the strategy throws
    void discard(Collection<RunningBackend> needed) {
        discarded = true;
        for (Part part : parts) {
            if (!part.keepsStrategy) {
                part.strategy.thenAccept(PoolStrategy::close);
            }
        }
        List<RunningBackend> kept = new ArrayList<>(needed);
        live.pools().forEach(pool -> pool.members().forEach(member -> kept.add(member.running())));
        backends.retainOnly(kept);
    }

    /** The pool whose strategy is the reason for a failure; the name of one that changes, if it is not clear. */
    String blamed() {
        return parts.stream()
                .filter(part -> part.strategy.isCompletedExceptionally() || part.table.isCompletedExceptionally())
                .map(part -> part.policy.name())
                .findFirst()
                .orElse(DesiredState.DEFAULT_POOL);
    }

    private static CompletableFuture<Void> all(List<? extends CompletableFuture<?>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture<?>[]::new));
    }
}

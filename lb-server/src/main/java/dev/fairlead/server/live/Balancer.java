package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.health.HealthListener;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.routing.Tables;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.Differences;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.ThreeWay;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.Strategies;
import dev.fairlead.server.strategy.StrategyRefused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that may change what requests see comes in here, from any thread, and is done on the control thread.
 * Change requests are taken one after the other, the next when the one before is published or refused; health goes on
 * in between, so a change that waits for a strategy does not keep a dead backend in rotation.
 */
public final class Balancer implements HealthListener {
    private static final Logger log = LoggerFactory.getLogger(Balancer.class);

    /** A health change waits this long for a strategy before rotation serves in its place. */
    public static final Duration PATIENCE = Duration.ofMillis(250);

    /** Between attempts to get a selector from a strategy that failed to build one. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    /** A file with thousands of backends is one line in the log all the same. */
    private static final int CHANGES_LOGGED = 8;

    private final ControlThread control;
    private final RunningBackends backends;
    private final Strategies strategies;
    private final RevisionHistory history;
    private final FrontendListener frontendListener;
    private final ObservedHealth observed = new ObservedHealth();
    private final LiveTables live;
    private final Refresh refresh;
    private final Handover handover;

    // What follows belongs to the control thread.
    private final Queue<Request> waiting = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> settling = new ArrayList<>();
    private @Nullable Request underWay;

    /** The file as it was applied last. */
    private DesiredState base = DesiredState.initial();

    /**
     * One thing that was asked for.
     *
     * @param wanted what the desired state should be, from what it is
     * @param file the new last applied form of the file, if it is about the file
     */
    private record Request(
            UnaryOperator<DesiredState> wanted,
            String author,
            String message,
            @Nullable DesiredState file,
            CompletableFuture<Revision> answer) {}

    public Balancer(
            ControlThread control,
            RunningBackends backends,
            Strategies strategies,
            HealthMonitor health,
            Tables tables,
            RevisionHistory history,
            FrontendListener frontendListener,
            Duration patience,
            Duration pause) {
        this.control = control;
        this.backends = backends;
        this.strategies = strategies;
        this.history = history;
        this.frontendListener = frontendListener;
        this.live = new LiveTables(tables, observed);
        this.refresh = new Refresh(live, control, patience, pause);
        this.handover = new Handover(backends, health, observed);
        control.whenDrained(this::conclude);
        health.subscribe(this);
    }

    /** The first reading of the file, as revision 1. Fails with {@link ChangeRefused}, as all of these do. */
    public CompletionStage<Revision> start(DesiredState first) {
        return submit(present -> first, "file", "start", first);
    }

    public CompletionStage<Revision> apply(ChangeSet changes) {
        return submit(present -> changes.applyTo(history.current()), changes.author(), changes.message(), null);
    }

    /** The file has changed, or may have: what is different in it since it was applied last is applied. */
    public CompletionStage<Revision> reload(DesiredState file, String cause) {
        return submit(present -> ThreeWay.merge(base, file, present), "file", cause, file);
    }

    /** A new revision with what a former one wanted. */
    public CompletionStage<Revision> rollback(long revision, String author) {
        return submit(
                present -> history.rollbackTo(revision).applyTo(present),
                author,
                "roll back to revision " + revision,
                null);
    }

    /** Completes when what has been reported and asked for so far is what requests see. */
    public CompletionStage<Void> settled() {
        CompletableFuture<Void> waiter = new CompletableFuture<>();
        control.execute(() -> settling.add(waiter));
        return waiter.minimalCompletionStage();
    }

    public RevisionHistory history() {
        return history;
    }

    @Override
    public void changed(RunningBackend backend, HealthReport report) {
        observed.put(backend, report);
        control.executeOnce(backend, () -> {
            LivePool pool = live.pool(backend.pool());
            if (pool != null && pool.has(backend)) {
                pool.markStale();
            }
        });
    }

    private CompletionStage<Revision> submit(
            UnaryOperator<DesiredState> wanted, String author, String message, @Nullable DesiredState file) {
        Request request = new Request(wanted, author, message, file, new CompletableFuture<>());
        control.execute(() -> {
            waiting.add(request);
            advance();
        });
        return request.answer.minimalCompletionStage();
    }

    private void advance() {
        while (underWay == null && !waiting.isEmpty()) {
            begin(waiting.remove());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the rollout's, and end() answers with it
    private void begin(Request request) {
        Revision current = history.current();
        DesiredState candidate;
        try {
            candidate = request.wanted.apply(current.desired());
            requireDefaultPool(candidate);
        } catch (ChangeRefused refused) {
            refuse(request, refused);
            return;
        } catch (InvalidSettings invalid) {
            String key = invalid.problems().get(0).key();
            refuse(
                    request,
                    new ChangeRefused(ChangeRefused.Kind.INVALID, key, String.valueOf(invalid.getMessage()), invalid));
            return;
        } catch (RuntimeException unexpected) {
            request.answer.completeExceptionally(unexpected);
            throw unexpected;
        }
        if (current.number() > 0 && candidate.equals(current.desired())) {
            remember(request);
            request.answer.complete(current);
            return;
        }
        underWay = request;
        Rollout rollout = new Rollout(candidate, live, backends, strategies, control);
        // On a future, so that whatever a step throws ends the request instead of leaving it under way for ever.
        CompletableFuture.completedFuture(rollout)
                .thenCompose(Rollout::prepare)
                .whenCompleteAsync(
                        (pools, failure) -> {
                            try {
                                end(request, rollout, candidate, pools, failure);
                            } finally {
                                underWay = null;
                                advance();
                            }
                        },
                        control);
    }

    private void end(
            Request request,
            Rollout rollout,
            DesiredState candidate,
            @Nullable Map<String, LivePool> pools,
            @Nullable Throwable failure) {
        try {
            if (pools == null) {
                Throwable cause = failure == null ? new IllegalStateException("no pools") : failure;
                throw refusal(rollout.blamed(), PluginThread.refusal(cause));
            }
            if (!candidate.frontend().equals(live.frontend())) {
                frontendListener.change(live.frontend(), candidate.frontend());
            }
        } catch (ChangeRefused refused) {
            rollout.discard();
            refuse(request, refused);
            return;
        } catch (RuntimeException unexpected) {
            rollout.discard();
            request.answer.completeExceptionally(unexpected);
            throw unexpected;
        }
        commit(request, candidate, pools);
    }

    private void commit(Request request, DesiredState candidate, Map<String, LivePool> pools) {
        Revision former = history.current();
        List<LivePool> replaced = List.copyOf(live.pools());
        Revision revision = history.accept(candidate, request.author, request.message);
        live.replace(pools, candidate.frontend(), revision.number());
        live.publishIfChanged();
        handover.run(replaced, pools);
        remember(request);
        log.info(
                "revision={} event=applied author={} cause=\"{}\" changes={}",
                revision.number(),
                request.author,
                request.message,
                shortened(Differences.between(former.desired(), candidate)));
        request.answer.complete(revision);
    }

    private static String shortened(List<String> changes) {
        String shown = changes.stream().limit(CHANGES_LOGGED).collect(Collectors.joining(", "));
        int more = changes.size() - CHANGES_LOGGED;
        return more > 0 ? "[" + shown + " and " + more + " more]" : "[" + shown + "]";
    }

    private void remember(Request request) {
        if (request.file != null) {
            base = request.file;
        }
    }

    private void conclude() {
        for (LivePool pool : live.pools()) {
            if (pool.takeStale()) {
                refresh.run(pool);
            }
        }
        live.publishIfChanged();
        if (underWay == null && live.pools().stream().noneMatch(LivePool::isBehind)) {
            settling.forEach(waiter -> waiter.complete(null));
            settling.clear();
        }
    }

    private static void refuse(Request request, ChangeRefused refused) {
        log.warn("event=change-refused author={} cause=\"{}\"", request.author, refused.sentence());
        request.answer.completeExceptionally(refused);
    }

    private static void requireDefaultPool(DesiredState candidate) {
        if (!candidate.pools().containsKey(DesiredState.DEFAULT_POOL)) {
            throw new ChangeRefused(
                    ChangeRefused.Kind.PRECONDITION,
                    "pools." + DesiredState.DEFAULT_POOL,
                    "there is no pool \"" + DesiredState.DEFAULT_POOL
                            + "\", expected one for the requests that no route claims");
        }
    }

    private static ChangeRefused refusal(String pool, StrategyRefused refused) {
        String field = "pools." + pool + ".strategy" + (refused.option().isEmpty() ? "" : "." + refused.option());
        ChangeRefused.Kind kind = switch (refused.reason()) {
            case UNKNOWN -> ChangeRefused.Kind.NOT_FOUND;
            case OPTION -> ChangeRefused.Kind.INVALID;
            case FAILED -> ChangeRefused.Kind.PRECONDITION;
        };
        return new ChangeRefused(kind, field, refused.sentence(), refused);
    }
}

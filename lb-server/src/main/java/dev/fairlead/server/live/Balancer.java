package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.health.HealthListener;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.routing.Tables;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.ThreeWay;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.state.store.RevisionStore;
import dev.fairlead.server.state.store.StoreException;
import dev.fairlead.server.strategy.Strategies;
import dev.fairlead.server.strategy.StrategyRefused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
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
    private final RevisionStore store;
    private final FrontendListener frontendListener;
    private final Foresight foresight;
    private final ObservedHealth observed = new ObservedHealth();
    private final LiveTables live;
    private final CapacityGuard guard;
    private final Refresh refresh;
    private final Handover handover;

    // What follows belongs to the control thread.
    private final Deque<Order> waiting = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> settling = new ArrayList<>();
    private final Ledger ledger;
    private @Nullable Batch underWay;

    /** Before the first desired state is asked for, all else waits: it would be lost behind it. */
    private boolean started;

    public Balancer(
            ControlThread control,
            RunningBackends backends,
            Strategies strategies,
            HealthMonitor health,
            Tables tables,
            RevisionHistory history,
            RevisionStore store,
            FrontendListener frontendListener,
            Foresight foresight,
            Duration patience,
            Duration pause) {
        this.control = control;
        this.backends = backends;
        this.strategies = strategies;
        this.history = history;
        this.store = store;
        this.ledger = new Ledger(history);
        this.frontendListener = frontendListener;
        this.foresight = foresight;
        this.live = new LiveTables(tables, observed);
        this.guard = new CapacityGuard(live, observed);
        this.refresh = new Refresh(live, control, patience, pause);
        this.handover = new Handover(backends, health, observed);
        control.whenDrained(this::conclude);
        health.subscribe(this);
    }

    /**
     * The first reading of the file. Without a former process it is revision 1; otherwise what changed in it while
     * nobody looked is brought together with what was changed at run time.
     */
    public CompletionStage<ChangeResult> start(DesiredState file, Recovered former) {
        ChangeTerms terms = ChangeTerms.by("file", "start").forced();
        Order order = new Order(
                Order.Kind.START,
                (present, base) -> former.isEmpty() ? file : ThreeWay.merge(base, file, present),
                "start",
                terms,
                file);
        control.execute(() -> {
            ledger.restore(former);
            waiting.addFirst(order);
            started = true;
            advance();
        });
        return order.answer().minimalCompletionStage();
    }

    /** Completes when the change is durable and published. Fails with {@link ChangeRefused}, as all of these do. */
    public CompletionStage<ChangeResult> apply(ChangeSet changes) {
        return submit(new Order(
                Order.Kind.CHANGE,
                (present, base) -> changes.applyTo(present),
                changes.sentence(),
                changes.terms(),
                null));
    }

    /** The file has changed, or may have: what is different in it since it was applied last is applied. */
    public CompletionStage<ChangeResult> reload(DesiredState file, ChangeTerms terms) {
        return submit(new Order(
                Order.Kind.CHANGE,
                (present, base) -> ThreeWay.merge(base, file, present),
                "reload the file",
                terms,
                file));
    }

    /** A new revision with what a former one wanted. */
    public CompletionStage<ChangeResult> rollback(long revision, ChangeTerms terms) {
        return submit(new Order(
                Order.Kind.CHANGE,
                (present, base) -> history.stateOf(revision),
                "roll back to revision " + revision,
                terms,
                null));
    }

    /**
     * Brings every pool's strategy in line with the catalogue, which has changed: with what is there under its name now,
     * handing over what the one before has learned, or with rotation if nothing is. All pools or none; nothing that is
     * wanted changes, so there is no revision.
     */
    public CompletionStage<Void> renewStrategies() {
        Order order = new Order(
                Order.Kind.RENEWAL,
                (present, base) -> present,
                "renew strategies",
                ChangeTerms.by("plug-ins", "a plug-in has changed").forced(),
                null);
        return submit(order).thenApply(done -> null);
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

    private CompletionStage<ChangeResult> submit(Order order) {
        control.execute(() -> {
            waiting.addLast(order);
            advance();
        });
        return order.answer().minimalCompletionStage();
    }

    private void advance() {
        while (started && underWay == null && !waiting.isEmpty()) {
            Batch batch = nextBatch();
            if (!batch.isEmpty()) {
                begin(batch);
            }
        }
    }

    /** All that waits and can go together: one table for each pool and one write to the disk serve them all. */
    private Batch nextBatch() {
        Batch batch = new Batch(ledger, guard);
        for (Order next = waiting.peek(); next != null && batch.takes(next); next = waiting.peek()) {
            Order order = waiting.remove();
            try {
                if (order.terms().awaited().getAsBoolean()) {
                    batch.add(order);
                } else {
                    abandon(order);
                }
            } catch (ChangeRefused refused) {
                refuse(order, refused);
            } catch (RuntimeException unexpected) {
                fail(order, unexpected);
            }
        }
        return batch;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the batch's, and end() answers with it
    private void begin(Batch batch) {
        underWay = batch;
        Rollout rollout = new Rollout(batch.kind(), batch.desired(), live, backends, strategies, control);
        // On a future, so that whatever a step throws ends the batch instead of leaving it under way for ever.
        CompletableFuture.completedFuture(rollout)
                .thenCompose(Rollout::prepare)
                .thenComposeAsync(prepared -> keep(batch), control)
                .whenCompleteAsync(
                        (kept, failure) -> {
                            try {
                                end(batch, rollout, failure);
                            } finally {
                                underWay = null;
                                advance();
                            }
                        },
                        control);
    }

    private CompletionStage<Void> keep(Batch batch) {
        if (batch.isTrial()) {
            return CompletableFuture.completedFuture(null);
        }
        if (!batch.desired().frontend().equals(live.frontend())) {
            frontendListener.change(live.frontend(), batch.desired().frontend());
        }
        return batch.entries().isEmpty()
                ? CompletableFuture.completedFuture(null)
                : store.append(batch.entries()).whenCompleteAsync((kept, failure) -> takeBack(batch, failure), control);
    }

    /** What cannot be kept must not be seen either. */
    private void takeBack(Batch batch, @Nullable Throwable failure) {
        if (failure != null && !batch.desired().frontend().equals(live.frontend())) {
            frontendListener.change(batch.desired().frontend(), live.frontend());
        }
    }

    private void end(Batch batch, Rollout rollout, @Nullable Throwable failure) {
        if (failure == null && !batch.isTrial()) {
            commit(batch, rollout);
            return;
        }
        List<Order> orders = batch.steps().stream().map(Batch.Step::order).toList();
        if (failure == null) {
            foretell(batch.steps().get(0), rollout);
        } else if (orders.size() > 1 && !(inner(failure) instanceof StoreException)) {
            orders.forEach(Order::goAlone);
            for (int i = orders.size() - 1; i >= 0; i--) {
                waiting.addFirst(orders.get(i));
            }
        } else {
            orders.forEach(order -> refuse(order, rollout, inner(failure)));
        }
        rollout.discard();
    }

    /** Takes its time on other threads, and keeps nobody waiting but who asked for the dry run. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends in the answer
    private void foretell(Batch.Step trial, Rollout rollout) {
        List<CompletableFuture<Forecast>> forecasts = rollout.tables(foresight::of);
        CompletableFuture.allOf(forecasts.toArray(CompletableFuture<?>[]::new)).whenComplete((done, failure) -> {
            if (failure == null) {
                trial.order()
                        .answer()
                        .complete(trial.result()
                                .with(forecasts.stream()
                                        .map(CompletableFuture::join)
                                        .toList()));
            } else {
                fail(trial.order(), inner(failure));
            }
        });
    }

    private void refuse(Order order, Rollout rollout, Throwable failure) {
        if (failure instanceof ChangeRefused refused) {
            refuse(order, refused);
        } else if (failure instanceof StrategyRefused refused) {
            refuse(order, refusal(rollout.blamed(), refused));
        } else if (failure instanceof StoreException unkept) {
            ChangeRefused.Kind kind = unkept.isFull() ? ChangeRefused.Kind.STORE_FULL : ChangeRefused.Kind.STORE_FAILED;
            refuse(order, new ChangeRefused(kind, "", unkept.sentence(), unkept));
        } else {
            fail(order, failure);
        }
    }

    private void commit(Batch batch, Rollout rollout) {
        batch.enter();
        if (batch.changes()) {
            List<LivePool> replaced = List.copyOf(live.pools());
            Map<String, LivePool> pools = rollout.pools();
            live.replace(pools, batch.desired().frontend(), batch.revision());
            live.publishIfChanged();
            handover.run(replaced, pools);
        }
        for (Batch.Step step : batch.steps()) {
            if (step.result().changed()) {
                log.info(
                        "revision={} event=applied author={} cause=\"{}\" changes={}",
                        step.revision().number(),
                        step.revision().author(),
                        step.revision().message(),
                        shortened(step.result().differences()));
            }
            step.order().answer().complete(step.result());
        }
    }

    private static String shortened(List<String> changes) {
        String shown = changes.stream().limit(CHANGES_LOGGED).collect(Collectors.joining(", "));
        int more = changes.size() - CHANGES_LOGGED;
        return more > 0 ? "[" + shown + " and " + more + " more]" : "[" + shown + "]";
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

    private static void abandon(Order order) {
        log.info(
                "event=change-abandoned author={} cause=\"nobody waits for it any more\"",
                order.terms().author());
        order.answer().cancel(false);
    }

    private static void refuse(Order order, ChangeRefused refused) {
        log.warn("event=change-refused author={} cause=\"{}\"", order.terms().author(), refused.sentence());
        order.answer().completeExceptionally(refused);
    }

    private static void fail(Order order, Throwable unexpected) {
        log.error("event=change-failed order=\"{}\"", order, unexpected);
        order.answer().completeExceptionally(unexpected);
    }

    /** Out of the wrapping that futures add. */
    private static Throwable inner(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
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

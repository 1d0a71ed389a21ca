package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.health.HealthListener;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.ThreeWay;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.state.store.RevisionStore;
import dev.fairlead.server.state.store.StoreException;
import dev.fairlead.server.strategy.StrategyFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything that may change what requests see comes in here, from any thread, and is done on the control thread.
 * Change requests are taken one after the other, the next when the one before is published or refused, or waits for a
 * strategy for too long; health goes on in between. So a strategy that hangs keeps no dead backend in rotation, and no
 * other pool from being changed.
 */
public final class Balancer implements HealthListener {
    /**
     * A health change waits this long for a strategy before rotation serves in its place, and changes of other pools wait
     * this long for a change that waits for one.
     */
    public static final Duration PATIENCE = Duration.ofMillis(250);

    /** Between attempts to get a selector from a strategy that failed to build one. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    private final ControlThread control;
    private final RunningBackends backends;
    private final StrategyFactory strategies;
    private final RevisionHistory history;
    private final RevisionStore store;
    private final FrontendListener frontendListener;
    private final Foresight foresight;
    private final ObservedHealth observed = new ObservedHealth();
    private final LiveTables live;
    private final CapacityGuard guard;
    private final Refresh refresh;
    private final Handover handover;

    /** When a change has used up its patience with strategies. */
    private final Executor soon;

    // What follows belongs to the control thread.
    private final Waiting waiting;
    private final Aside aside = new Aside();
    private final List<CompletableFuture<Void>> settling = new ArrayList<>();
    private final Ledger ledger;
    private @Nullable Course underWay;

    /** Before the first desired state is asked for, all else waits: it would be lost behind it. */
    private boolean started;

    public Balancer(
            ControlThread control,
            RunningBackends backends,
            StrategyFactory strategies,
            HealthMonitor health,
            RoutingTables tables,
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
        this.waiting = new Waiting(live, strategies);
        this.soon = CompletableFuture.delayedExecutor(patience.toNanos(), TimeUnit.NANOSECONDS, control);
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
        return start(FirstState.of(file, former));
    }

    public CompletionStage<ChangeResult> start(FirstState first) {
        ChangeTerms terms = ChangeTerms.by("file", "start").forced();
        // Nothing comes before it, so the state that it was made of is the present one.
        Order order = new Order(Order.Kind.START, (present, base) -> first.wanted(), "start", terms, first.file());
        control.execute(() -> {
            ledger.restore(first.former());
            waiting.addFirst(List.of(order));
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
        while (started && underWay == null) {
            Course through = aside.takePrepared();
            if (through != null) {
                resume(through);
                continue;
            }
            Batch batch = new Batch(ledger, guard);
            waiting.fill(batch, aside.pools());
            if (batch.isEmpty()) {
                return;
            }
            begin(batch);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the course's, which ends with it
    private void begin(Batch batch) {
        Rollout rollout = new Rollout(batch.kind(), batch.desired(), live, backends, strategies, control);
        Course course = new Course(batch, rollout);
        underWay = course;
        // On a future, so that whatever a step throws ends the batch instead of leaving it under way for ever.
        CompletableFuture.completedFuture(rollout)
                .thenCompose(Rollout::prepare)
                .whenComplete((done, failure) -> control.execute(() -> prepared(course, failure)));
        if (batch.isLate()) {
            letPass(course);
        } else if (batch.kind() != Order.Kind.START) {
            soon.execute(() -> lookAt(course));
        }
    }

    private void prepared(Course course, @Nullable Throwable failure) {
        course.prepared(failure);
        if (course == underWay) {
            finish(course);
        } else {
            advance();
        }
    }

    /** A change that waits for a strategy must not keep those waiting that are about other pools. */
    private void lookAt(Course course) {
        if (course != underWay || course.isPrepared()) {
            return;
        }
        Set<String> late = course.rollout().late();
        List<Order> all = course.batch().orders();
        List<Order> slow = course.batch().ordersAbout(late);
        if (late.isEmpty()) {
            soon.execute(() -> lookAt(course));
        } else if (all.size() == 1 || late.size() == 1 && slow.size() == all.size()) {
            letPass(course);
        } else {
            part(course, all, slow, late.size() > 1);
        }
    }

    /** Others go on; it comes back when its strategies are through, and if it has to begin again, it waits aside at once. */
    private void letPass(Course course) {
        aside.add(course);
        course.batch().orders().forEach(order -> order.late(false));
        underWay = null;
        advance();
    }

    /** Those in a batch that do not wait for a strategy do not wait for those that do. */
    private void part(Course course, List<Order> all, List<Order> slow, boolean alone) {
        course.rollout().discard(aside.backends());
        underWay = null;
        slow.forEach(order -> order.late(alone));
        waiting.addFirst(slow);
        waiting.addFirst(all.stream().filter(order -> !slow.contains(order)).toList());
        advance();
    }

    /** Others may have changed what it was made of, though not its pools: so it is made anew, of what is prepared. */
    private void resume(Course course) {
        Rollout rollout = course.rollout();
        if (course.failure() != null || course.batch().isTrial()) {
            underWay = course;
            finish(course);
            return;
        }
        Batch again = new Batch(ledger, guard);
        course.batch().orders().forEach(order -> Waiting.add(order, again));
        if (!again.isEmpty() && rollout.fits(again.desired())) {
            Course ready = new Course(again, rollout);
            underWay = ready;
            finish(ready);
        } else {
            rollout.discard(aside.backends());
            waiting.addFirst(again.orders());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure is the course's, and end() answers with it
    private void finish(Course course) {
        course.prepared(course.failure());
        Throwable failed = course.failure();
        CompletableFuture<Batch> ready = failed == null
                ? CompletableFuture.completedFuture(course.batch())
                : CompletableFuture.failedFuture(failed);
        ready.thenCompose(this::keep).whenComplete((kept, failure) -> control.execute(() -> ended(course, failure)));
    }

    private void ended(Course course, @Nullable Throwable failure) {
        try {
            end(course.batch(), course.rollout(), failure);
        } catch (Throwable unexpected) { // also an error: whoever asked must be answered
            List<Order> orders = course.batch().orders();
            waiting.removeAll(orders);
            orders.forEach(order -> Answers.fail(order, unexpected));
        } finally {
            underWay = null;
            advance();
        }
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
        List<Order> orders = batch.orders();
        if (failure == null) {
            foretell(batch.steps().get(0), rollout);
        } else if (orders.size() > 1 && !(Answers.inner(failure) instanceof StoreException)) {
            orders.forEach(Order::goAlone);
            waiting.addFirst(orders);
        } else {
            orders.forEach(order -> Answers.refuse(order, rollout.blamed(), Answers.inner(failure)));
        }
        rollout.discard(aside.backends());
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
                Answers.fail(trial.order(), Answers.inner(failure));
            }
        });
    }

    private void commit(Batch batch, Rollout rollout) {
        batch.enter();
        List<RunningBackend> gone = batch.changes() ? publish(batch, rollout) : List.of();
        batch.steps().forEach(step -> Answers.done(step, gone));
    }

    private List<RunningBackend> publish(Batch batch, Rollout rollout) {
        List<LivePool> replaced = List.copyOf(live.pools());
        Map<String, LivePool> pools = rollout.pools();
        live.replace(pools, batch.desired().frontend(), batch.revision());
        live.publishIfChanged();
        return handover.run(replaced, pools, aside.backends());
    }

    private void conclude() {
        for (LivePool pool : live.pools()) {
            if (pool.takeStale()) {
                refresh.run(pool);
            }
        }
        live.publishIfChanged();
        if (underWay == null && aside.isEmpty() && live.pools().stream().noneMatch(LivePool::isBehind)) {
            settling.forEach(waiter -> waiter.complete(null));
            settling.clear();
        }
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.health.HealthListener;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.ChangeTerms;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.store.Recovered;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Everything that may change what requests see comes in here, from any thread, and is done on the control thread: changes go
 * their path, and health goes past them. So a strategy that hangs keeps no dead backend in rotation, and no other pool from
 * being changed.
 */
@Singleton
public final class Balancer implements HealthListener {
    private final ControlThread control;
    private final ChangePath path;
    private final Refresh refresh;
    private final RevisionHistory history;

    /** Belongs to the control thread. */
    private final List<CompletableFuture<Void>> settling = new ArrayList<>();

    @Inject
    Balancer(ControlThread control, ChangePath path, Refresh refresh, RevisionHistory history, HealthMonitor health) {
        this.control = control;
        this.path = path;
        this.refresh = refresh;
        this.history = history;
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
        Order order = Order.start(first);
        control.execute(() -> path.start(order, first.former()));
        return order.answer().minimalCompletionStage();
    }

    /** Completes when the change is durable and published. Fails with {@link ChangeRefused}, as all of these do. */
    public CompletionStage<ChangeResult> apply(ChangeSet changes) {
        return submit(Order.change(changes));
    }

    /** The file has changed, or may have: what is different in it since it was applied last is applied. */
    public CompletionStage<ChangeResult> reload(DesiredState file, ChangeTerms terms) {
        return submit(Order.reload(file, terms));
    }

    /** A new revision with what a former one wanted. */
    public CompletionStage<ChangeResult> rollback(long revision, ChangeTerms terms) {
        return submit(Order.rollback(history, revision, terms));
    }

    /**
     * Brings every pool's strategy in line with the catalogue, which has changed: with what is there under its name now,
     * handing over what the one before has learned, or with rotation if nothing is. All pools or none; nothing that is
     * wanted changes, so there is no revision.
     */
    public CompletionStage<Void> renewStrategies() {
        return submit(path.renewal()).thenApply(done -> null);
    }

    private CompletionStage<ChangeResult> submit(Order order) {
        control.execute(() -> path.add(order));
        return order.answer().minimalCompletionStage();
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
        refresh.reported(backend, report);
    }

    private void conclude() {
        path.advance();
        refresh.run();
        if (path.isIdle() && refresh.isDone()) {
            settling.forEach(waiter -> waiter.complete(null));
            settling.clear();
        }
    }
}

package dev.fairlead.server.live;

import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes what is prepared durable and then live, and tells those who asked. Belongs to the control thread. */
final class Committer {
    private final Ledger ledger;
    private final LiveTables live;
    private final FrontendListener listener;
    private final LiveSessions sessions;
    private final Reconciler reconciler;
    private final ControlThread control;

    @Inject
    Committer(
            Ledger ledger,
            LiveTables live,
            FrontendListener listener,
            LiveSessions sessions,
            Reconciler reconciler,
            ControlThread control) {
        this.ledger = ledger;
        this.live = live;
        this.listener = listener;
        this.sessions = sessions;
        this.reconciler = reconciler;
        this.control = control;
    }

    /** An empty one. */
    Commit begin(ChangeDraft present) {
        return new Commit(present, live, listener, sessions);
    }

    /** Completes on the control thread with whether it is in force; by then everybody is answered. */
    CompletableFuture<Boolean> run(Commit commit) {
        CompletableFuture<CompletionStage<Void>> append =
                CompletableFuture.completedFuture(commit).thenApply(kept -> ledger.append(kept.entries()));
        return append.thenCompose(stage -> stage).handleAsync((kept, failure) -> end(commit, failure), control);
    }

    private boolean end(Commit commit, @Nullable Throwable failure) {
        List<Order> orders = commit.orders();
        try {
            if (failure == null) {
                commit.publish(reconciler);
                return true;
            }
            orders.forEach(order -> Answers.refuse(order, "", Answers.inner(failure)));
            commit.takeBack();
        } catch (Throwable unexpected) { // also an error: whoever asked must be answered
            orders.forEach(order -> Answers.fail(order, unexpected));
        }
        return failure == null;
    }

    /** What was to run for a preparation that came to nothing, and for none of the others, is over. */
    void drop(Preparation preparation, Iterable<Preparation> others) {
        preparation.discard();
        reconciler.forget(preparation, others);
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.store.Recovered;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one path of a change: order, claim on its pools, prepared beside others, made again of what is in force by then,
 * committed in a group, published, answered. Whatever stops it before it is committed, nothing of it is left. A start and a
 * renewal of strategies go the same way; a dry run claims nothing, and is answered where others are committed. Belongs to the
 * control thread.
 */
@Singleton
final class ChangePath {
    private final Ledger ledger;
    private final CapacityGuard guard;
    private final Claims claims;
    private final Preparer preparer;
    private final Committer committer;
    private final DryRuns dryRuns;

    /** Whatever holds its claim: prepared or not, committed or not. */
    private final Set<Preparation> underWay = new LinkedHashSet<>();

    /** Those whose strategies are through. */
    private final Queue<Preparation> prepared = new ArrayDeque<>();

    private @Nullable Commit commit;

    /** Before the first desired state is asked for, all else waits: it would be lost behind it. */
    private boolean started;

    /** Until the first desired state is in force, nothing else begins. */
    private boolean starting;

    @Inject
    ChangePath(
            Ledger ledger,
            CapacityGuard guard,
            Claims claims,
            Preparer preparer,
            Committer committer,
            DryRuns dryRuns) {
        this.ledger = ledger;
        this.guard = guard;
        this.claims = claims;
        this.preparer = preparer;
        this.committer = committer;
        this.dryRuns = dryRuns;
    }

    void start(Order order, Recovered former) {
        ledger.restore(former);
        started = true;
        claims.addFirst(order);
    }

    void add(Order order) {
        claims.add(order);
    }

    Order renewal() {
        return Order.renewal(preparer::outdated);
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    /** Commits what is prepared, and begins what may begin; what comes to nothing at the first may let others begin. */
    void advance() {
        if (commit == null && !prepared.isEmpty()) {
            commit();
        }
        while (started && !starting) {
            Claims.Claim claim = claims.next();
            if (claim == null) {
                break;
            }
            begin(claim);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
    private void begin(Claims.Claim claim) {
        ChangeDraft draft = new ChangeDraft(ledger, guard);
        draft.addAll(claim.orders());
        if (draft.isEmpty()) {
            claims.release(claim.pools());
            return;
        }
        try {
            Preparation preparation = preparer.prepare(claim, draft);
            underWay.add(preparation);
            starting = draft.kind() == Order.Kind.START;
            preparation.run().thenRun(() -> prepared.add(preparation));
        } catch (Throwable unexpected) { // also an error: whoever asked must be answered, and others go on
            draft.orders().forEach(order -> Answers.fail(order, unexpected));
            claims.release(claim.pools());
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail
    private void commit() {
        Commit next = committer.begin(new ChangeDraft(ledger, guard));
        for (Preparation ready = prepared.poll(); ready != null; ready = prepared.poll()) {
            try {
                join(next, ready);
            } catch (Throwable unexpected) { // also an error: whoever asked must be answered, and others go on
                ready.orders().forEach(order -> Answers.fail(order, unexpected));
                drop(ready);
            }
        }
        if (!next.isEmpty()) {
            commit = next;
            committer.run(next).thenAccept(inForce -> committed(next, inForce));
        }
    }

    /** What is prepared joins the next commit if it is still what is needed. */
    private void join(Commit next, Preparation ready) {
        if (ready.failure() != null) {
            refuse(ready, ready.orders(), ready.failure());
            return;
        }
        if (ready.draft().isTrial()) {
            dryRuns.answer(ready);
            drop(ready);
            return;
        }
        ChangeDraft present = next.next();
        present.addAll(ready.orders());
        if (present.isEmpty()) {
            drop(ready);
        } else if (!ready.fits(present)) {
            Set<String> needed = present.changedPools();
            present.orders().forEach(order -> order.reaches(needed));
            again(ready, present.orders());
        } else {
            try {
                next.add(ready, present);
            } catch (ChangeRefused refused) {
                refuse(ready, present.orders(), refused);
            }
        }
    }

    /** Those that fail in company are tried one by one, so that nobody pays for another's mistake. */
    private void refuse(Preparation failed, List<Order> orders, Throwable failure) {
        if (orders.size() > 1) {
            orders.forEach(Order::goAlone);
            again(failed, orders);
        } else {
            orders.forEach(order -> Answers.refuse(order, failed.blamed(), Answers.inner(failure)));
            drop(failed);
        }
    }

    /** In front of all that came after them. */
    private void again(Preparation dropped, List<Order> orders) {
        orders.forEach(claims::addBack);
        drop(dropped);
    }

    private void committed(Commit done, boolean inForce) {
        commit = null;
        done.preparations().forEach(inForce ? this::end : this::drop);
    }

    private void drop(Preparation preparation) {
        end(preparation);
        committer.drop(preparation, underWay);
    }

    private void end(Preparation preparation) {
        underWay.remove(preparation);
        starting = false;
        claims.release(preparation.claimed());
    }
}

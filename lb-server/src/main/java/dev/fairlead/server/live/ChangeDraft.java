package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangedPools;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.StateChange;
import dev.fairlead.server.state.store.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What orders come to, each made of the state that the one before it leaves: a revision of its own, or none. What is refused by
 * itself does not get in. Nothing that is live changes here, and nothing is kept.
 */
final class ChangeDraft {
    private final Ledger ledger;
    private final CapacityGuard guard;

    /** The one that it begins behind; null if it begins with what is in force. */
    private final @Nullable ChangeDraft former;

    private final Revision before;
    private final List<Step> steps = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Revision> revisions = new ArrayList<>();
    private final Map<String, ChangeResult> answers = new HashMap<>();
    private Revision last;
    private DesiredState base;

    /**
     * An order, and what it comes to if the draft is kept.
     *
     * @param made the revision that it is; null for one that changes nothing, is only tried, or repeats another
     */
    record Step(Order order, @Nullable Revision made, ChangeResult result) {}

    ChangeDraft(Ledger ledger, CapacityGuard guard) {
        this(ledger, guard, null, ledger.history().current(), ledger.base());
    }

    private ChangeDraft(
            Ledger ledger, CapacityGuard guard, @Nullable ChangeDraft former, Revision before, DesiredState base) {
        this.ledger = ledger;
        this.guard = guard;
        this.former = former;
        this.before = before;
        this.last = before;
        this.base = base;
    }

    /** One that begins where this one ends. */
    ChangeDraft next() {
        return new ChangeDraft(ledger, guard, this, last, base);
    }

    /** Adds those that can be made; who cannot be served is told so. */
    void addAll(List<Order> orders) {
        for (Order order : orders) {
            try {
                if (order.terms().awaited().getAsBoolean()) {
                    add(order);
                } else {
                    Answers.abandon(order);
                }
            } catch (ChangeRefused refused) {
                Answers.refuse(order, refused);
            } catch (Throwable unexpected) { // also an error: whoever asked must be answered, and the others go on
                Answers.fail(order, unexpected);
            }
        }
    }

    private void add(Order order) {
        ChangeResult first = firstAnswer(order.terms().requestId());
        if (first != null) {
            steps.add(new Step(order, null, first));
            return;
        }
        long expected = order.terms().ifRevision().orElse(last.number());
        if (expected != last.number()) {
            throw ledger.stale(expected, last);
        }
        DesiredState wanted = wanted(order);
        List<String> refusals = order.terms().force() ? List.of() : guard.refusals(last.desired(), wanted);
        if (order.terms().dryRun()) {
            steps.add(new Step(
                    order, null, ChangeResult.tried(last.number(), new StateChange(last.desired(), wanted), refusals)));
            return;
        }
        if (!refusals.isEmpty()) {
            throw new ChangeRefused(
                    ChangeRefused.Kind.PRECONDITION, "min-healthy", String.join("; ", refusals) + CapacityGuard.ADVICE);
        }
        accept(order, wanted);
    }

    /** What a request was answered with, here or before; null if it is no repeat. */
    private @Nullable ChangeResult firstAnswer(String requestId) {
        for (ChangeDraft draft = this; draft != null; draft = draft.former) {
            ChangeResult here = draft.answers.get(requestId);
            if (here != null) {
                return ChangeResult.again(here.revision(), here.changed(), here.states());
            }
        }
        return ledger.again(requestId);
    }

    private DesiredState wanted(Order order) {
        try {
            DesiredState wanted = order.wanted(last.desired(), base).checked();
            if (!wanted.pools().containsKey(DesiredState.DEFAULT_POOL)) {
                throw new ChangeRefused(
                        ChangeRefused.Kind.PRECONDITION,
                        "pools." + DesiredState.DEFAULT_POOL,
                        "there is no pool \"" + DesiredState.DEFAULT_POOL
                                + "\", expected one for the requests that no route claims");
            }
            return wanted;
        } catch (InvalidSettings invalid) {
            String key = invalid.problems().get(0).key();
            throw new ChangeRefused(ChangeRefused.Kind.INVALID, key, String.valueOf(invalid.getMessage()), invalid);
        }
    }

    private void accept(Order order, DesiredState wanted) {
        DesiredState present = last.desired();
        boolean changed = last.number() == 0 || !wanted.equals(present);
        if (changed) {
            last = ledger.history()
                    .following(last, wanted.sharing(present), order.terms().author(), order.message());
            revisions.add(last);
            entries.add(new Entry.Accepted(last));
        }
        DesiredState file = order.file();
        if (file != null && !file.equals(base)) {
            base = file;
            entries.add(new Entry.FileApplied(file));
        }
        ChangeResult result = ChangeResult.made(last.number(), changed, new StateChange(present, last.desired()));
        String requestId = order.terms().requestId();
        if (!requestId.isEmpty()) {
            answers.put(requestId, result);
            entries.add(new Entry.Answered(requestId, last.number()));
        }
        steps.add(new Step(order, changed ? last : null, result));
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    boolean isTrial() {
        return !steps.isEmpty() && steps.get(0).order().terms().dryRun();
    }

    /** A start comes first, and a renewal goes alone. */
    Order.Kind kind() {
        return steps.get(0).order().kind();
    }

    /** What is wanted before any of it is done. */
    DesiredState present() {
        return before.desired();
    }

    /** What is wanted when all of it is done. */
    DesiredState desired() {
        return isTrial() ? steps.get(0).result().after() : last.desired();
    }

    /** The pools that are different when all of it is done; they come, change or go. */
    Set<String> changedPools() {
        return ChangedPools.between(present(), desired());
    }

    long revision() {
        return last.number();
    }

    /** Whether it leaves a table as it is that says of which revision it is made. */
    boolean isUnseen() {
        return revisions.isEmpty() && kind() == Order.Kind.CHANGE;
    }

    /** In the order in which they were asked for. */
    List<Step> steps() {
        return steps;
    }

    List<Order> orders() {
        return steps.stream().map(Step::order).toList();
    }

    /** What has to be kept; empty if nothing has. */
    List<Entry> entries() {
        return entries;
    }

    /** It is kept: from now on the next change builds on it. */
    void enter() {
        ledger.history().accept(revisions);
        ledger.base(base);
        answers.forEach(ledger::remember);
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders that are rolled out, stored and published together, in one go for all of them; each is a revision of its own.
 * What is refused by itself never gets in. Nothing that is live changes here.
 */
final class Batch {

    /** So that the first of a long queue does not wait for all of it. */
    private static final int MOST = 256;

    private final Ledger ledger;
    private final CapacityGuard guard;
    private final Revision former;
    private final List<Step> steps = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Revision> accepted = new ArrayList<>();
    private final Map<String, ChangeResult> answers = new HashMap<>();
    private Revision last;
    private DesiredState base;

    /**
     * An order, and what it comes to if the batch is kept.
     *
     * @param made the revision that it is; null for one that changes nothing, is only tried, or repeats another
     */
    record Step(Order order, @Nullable Revision made, ChangeResult result) {}

    Batch(Ledger ledger, CapacityGuard guard) {
        this.ledger = ledger;
        this.guard = guard;
        this.former = ledger.history().current();
        this.last = former;
        this.base = ledger.base();
    }

    boolean takes(Order next) {
        return steps.isEmpty()
                || !next.isAlone()
                        && !steps.get(0).order().isAlone()
                        && next.isLate() == isLate()
                        && steps.size() < MOST;
    }

    /** @throws ChangeRefused if the order cannot be made of what the ones before it leave */
    void add(Order order) {
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
            steps.add(new Step(order, null, ChangeResult.tried(last.number(), last.desired(), wanted, refusals)));
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
        ChangeResult here = answers.get(requestId);
        return here != null
                ? ChangeResult.again(here.revision(), here.changed(), here.before(), here.after())
                : ledger.again(requestId);
    }

    /** The pools that an order changes, if it comes after those that are in; none if it will be refused. */
    Set<String> changedBy(Order order) {
        try {
            return difference(last.desired(), order.wanted(last.desired(), base));
        } catch (Throwable refused) { // or broken, even by an error
            return Set.of(); // it is told when it is added
        }
    }

    private static Set<String> difference(DesiredState before, DesiredState after) {
        Set<String> names = new HashSet<>(before.pools().keySet());
        names.addAll(after.pools().keySet());
        names.removeIf(name -> before.pool(name).equals(after.pool(name)));
        return names;
    }

    private DesiredState wanted(Order order) {
        try {
            DesiredState wanted = order.wanted(last.desired(), base);
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
        DesiredState before = last.desired();
        boolean changed = last.number() == 0 || !wanted.equals(before);
        if (changed) {
            last = ledger.history().following(last, wanted, order.terms().author(), order.message());
            accepted.add(last);
            entries.add(new Entry.Accepted(last));
        }
        DesiredState file = order.file();
        if (file != null && !file.equals(base)) {
            base = file;
            entries.add(new Entry.FileApplied(file));
        }
        ChangeResult result = ChangeResult.made(last.number(), changed, before, last.desired());
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
        return steps.get(0).order().terms().dryRun();
    }

    /** Whether all of it has waited for strategies before. */
    boolean isLate() {
        return steps.get(0).order().isLate();
    }

    /** What kind it is of; a start comes first, and a renewal goes alone. */
    Order.Kind kind() {
        return steps.get(0).order().kind();
    }

    /** What is wanted when all of it is done. */
    DesiredState desired() {
        return isTrial() ? steps.get(0).result().after() : last.desired();
    }

    long revision() {
        return last.number();
    }

    /** Whether there may be something to publish. */
    boolean changes() {
        return last.number() > former.number() || kind() != Order.Kind.CHANGE;
    }

    /** In the order in which they were asked for. */
    List<Step> steps() {
        return steps;
    }

    List<Order> orders() {
        return steps.stream().map(Step::order).toList();
    }

    /** Those that change one of these pools. */
    List<Order> ordersAbout(Set<String> pools) {
        return steps.stream()
                .filter(step -> difference(step.result().before(), step.result().after()).stream()
                        .anyMatch(pools::contains))
                .map(Step::order)
                .toList();
    }

    /** What has to be kept; empty if nothing has. */
    List<Entry> entries() {
        return entries;
    }

    /** It is kept: from now on the next change builds on it. */
    void enter() {
        ledger.history().accept(accepted);
        ledger.base(base);
        answers.forEach(ledger::remember);
    }
}

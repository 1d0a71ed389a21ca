package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.Differences;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.StateChange;
import dev.fairlead.server.state.store.Entry;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.state.store.RevisionStore;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The books that the next change is made from: the revisions, the file as it was applied last, the requests that were answered;
 * and the store that keeps them. Belongs to the control thread.
 */
@Singleton
final class Ledger {
    private static final int REQUESTS_REMEMBERED = 10_000;
    private static final int REVISIONS_TOLD = 5;
    private static final int DIFFERENCES_TOLD = 3;

    private final RevisionHistory history;
    private final RevisionStore store;
    private final Map<String, Answer> answered = new LinkedHashMap<>();
    private DesiredState base = DesiredState.initial();

    /** What a request that may be repeated came to. */
    private record Answer(long revision, boolean changed) {}

    @Inject
    Ledger(RevisionHistory history, RevisionStore store) {
        this.history = history;
        this.store = store;
    }

    /** Completes when all of it is durable, not on the control thread. */
    CompletionStage<Void> append(List<Entry> entries) {
        return entries.isEmpty() ? CompletableFuture.completedFuture(null) : store.append(entries);
    }

    void restore(Recovered former) {
        history.accept(former.revisions());
        former.answered().forEach((id, revision) -> remember(id, revision, true));
        base = former.base() == null ? base : former.base();
    }

    RevisionHistory history() {
        return history;
    }

    DesiredState base() {
        return base;
    }

    void base(DesiredState applied) {
        base = applied;
    }

    void remember(String requestId, ChangeResult result) {
        remember(requestId, result.revision(), result.changed());
    }

    private void remember(String requestId, long revision, boolean changed) {
        answered.put(requestId, new Answer(revision, changed));
        if (answered.size() > REQUESTS_REMEMBERED) {
            answered.remove(answered.keySet().iterator().next());
        }
    }

    /** What a repeated request is told: the same as the first time. Null if this is the first time. */
    @Nullable
    ChangeResult again(String requestId) {
        Answer first = answered.get(requestId);
        if (first == null) {
            return null;
        }
        DesiredState now = history.current().desired();
        DesiredState after = history.find(first.revision).map(Revision::desired).orElse(now);
        DesiredState before = first.changed
                ? history.find(first.revision - 1).map(Revision::desired).orElse(after)
                : after;
        return ChangeResult.again(first.revision, first.changed, new StateChange(before, after));
    }

    /** For who thought his change out on another revision, with what came since. */
    ChangeRefused stale(long asked, Revision current) {
        StringBuilder told = new StringBuilder(
                "the current revision is " + current.number() + ", not " + asked + "; review it and try again");
        List<Revision> all = history.all();
        all.stream()
                .filter(revision -> revision.number() > asked)
                .skip(Math.max(0, current.number() - asked - REVISIONS_TOLD))
                .forEach(revision -> told.append("; ").append(revision).append(changed(revision)));
        return new ChangeRefused(ChangeRefused.Kind.STALE, "", told.toString());
    }

    private String changed(Revision revision) {
        List<String> all = history.find(revision.number() - 1)
                .map(before -> Differences.between(before.desired(), revision.desired()))
                .orElse(List.of());
        String first = all.stream().limit(DIFFERENCES_TOLD).collect(Collectors.joining(", "));
        int left = all.size() - DIFFERENCES_TOLD;
        return all.isEmpty() ? "" : " (" + first + (left > 0 ? ", and " + left + " more" : "") + ")";
    }
}

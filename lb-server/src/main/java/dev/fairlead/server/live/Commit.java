package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.state.store.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that are committed together: one write to the disk and one publication for all of them, each behind the one before.
 * Belongs to the control thread.
 */
final class Commit {
    private final LiveTables live;
    private final FrontendListener listener;
    private final LiveSessions sessions;
    private final List<Member> members = new ArrayList<>();
    private ChangeDraft last;

    /** As it is for the listener. */
    private Frontend frontend;

    /** Those that it needs. */
    private LiveSessions.Secrets secrets = LiveSessions.NONE;

    /** What is prepared, and what its orders come to. */
    private record Member(Preparation preparation, ChangeDraft draft) {}

    Commit(ChangeDraft first, LiveTables live, FrontendListener listener, LiveSessions sessions) {
        this.last = first;
        this.live = live;
        this.listener = listener;
        this.sessions = sessions;
        this.frontend = live.frontend();
    }

    /** What the next ones are made of. */
    ChangeDraft next() {
        return last.next();
    }

    /** @throws dev.fairlead.server.state.ChangeRefused if the frontend cannot be what is wanted; then it is not in */
    void add(Preparation preparation, ChangeDraft draft) {
        LiveSessions.Secrets needed = sessions.secretsFor(draft.desired());
        move(draft.desired().frontend());
        secrets = needed;
        members.add(new Member(preparation, draft));
        last = draft;
    }

    private void move(Frontend next) {
        if (!next.equals(frontend)) {
            listener.change(frontend, next);
            frontend = next;
        }
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    List<Preparation> preparations() {
        return members.stream().map(Member::preparation).toList();
    }

    List<Order> orders() {
        return members.stream()
                .flatMap(member -> member.draft().orders().stream())
                .toList();
    }

    List<Entry> entries() {
        return members.stream()
                .flatMap(member -> member.draft().entries().stream())
                .toList();
    }

    /** It is durable: the books have it, requests see it, and those who asked are answered. */
    void publish(Reconciler reconciler) {
        members.forEach(member -> member.draft().enter());
        Map<Member, List<RunningBackend>> gone = new LinkedHashMap<>();
        if (members.stream().anyMatch(member -> !member.draft().isUnseen())) {
            Map<String, LivePool> former = live.byName();
            live.replace(pools(), last.desired().frontend(), secrets, last.revision());
            live.publishIfChanged();
            members.forEach(member -> gone.put(member, reconcile(member, former, reconciler)));
        }
        for (Member member : members) {
            List<RunningBackend> removed = gone.getOrDefault(member, List.of());
            member.draft().steps().forEach(step -> Answers.done(step, removed));
        }
    }

    private Map<String, LivePool> pools() {
        Map<String, LivePool> changed = new LinkedHashMap<>();
        for (Member member : members) {
            member.preparation().pools().forEach(pool -> changed.put(pool.name(), pool.pool()));
        }
        Map<String, LivePool> all = new LinkedHashMap<>();
        for (String name : last.desired().pools().keySet()) {
            LivePool pool = changed.containsKey(name) ? changed.get(name) : live.pool(name);
            if (pool != null) {
                all.put(name, pool);
            }
        }
        return all;
    }

    private List<RunningBackend> reconcile(Member member, Map<String, LivePool> former, Reconciler reconciler) {
        List<RunningBackend> gone = new ArrayList<>();
        for (String name : member.preparation().touched()) {
            gone.addAll(reconciler.reconcile(former.get(name), live.pool(name)));
        }
        return gone;
    }

    /** What cannot be kept must not be seen either. */
    void takeBack() {
        move(live.frontend());
    }
}

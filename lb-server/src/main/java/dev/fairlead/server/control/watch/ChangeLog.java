package dev.fairlead.server.control.watch;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The latest change of each backend, in order. A backend has one entry, which moves to the end when it changes again.
 * So the log has as many entries as there are backends, however much happens and however slowly it is read. The latest
 * removals are kept too. Belongs to the feed's thread.
 */
final class ChangeLog {
    static final int REMOVED_KEPT = 1_000;

    private final Function<RunningBackend, HealthReport> health;
    private final NavigableMap<Long, LatestChange> inOrder = new TreeMap<>();
    private final Map<Key, LatestChange> entries = new HashMap<>();
    private final Deque<LatestChange> removed = new ArrayDeque<>();
    private RoutingTable table = RoutingTable.empty();
    private long last;

    /** The latest entry that is no longer kept. */
    private long forgotten;

    /** Ids are unique only within a pool. */
    record Key(String pool, String id) {}

    /**
     * The latest change of a backend.
     *
     * @param at its position in the order; it grows
     * @param status null if it was removed
     */
    record LatestChange(Key key, long at, @Nullable BackendStatus status) {}

    /** What counts as a change for a watcher. Request figures do not, because they change with every request. */
    record BackendStatus(BackendView view, HealthState state, String reason) {}

    ChangeLog(Function<RunningBackend, HealthReport> health) {
        this.health = health;
    }

    /** Starts over with the current state; call only while there are no readers. */
    void restart(RoutingTable now) {
        inOrder.clear();
        entries.clear();
        removed.clear();
        table = RoutingTable.empty();
        update(now);
    }

    /** Records the differences. A pool with the same table has not changed. */
    void update(RoutingTable now) {
        RoutingTable before = table;
        table = now;
        for (PoolTable former : before.pools().values()) {
            PoolTable pool = now.pool(former.pool());
            if (pool != former) {
                noteRemoved(former, pool);
            }
        }
        for (PoolTable pool : now.pools().values()) {
            if (pool != before.pool(pool.pool())) {
                pool.backends().forEach(this::note);
            }
        }
    }

    private void noteRemoved(PoolTable former, @Nullable PoolTable pool) {
        Set<String> present = new HashSet<>();
        if (pool != null) {
            pool.backends().forEach(view -> present.add(view.desired().id()));
        }
        for (BackendView view : former.backends()) {
            if (!present.contains(view.desired().id())) {
                LatestChange entry = put(key(view), null);
                removed.addLast(entry);
                forgetOldest();
            }
        }
    }

    private void forgetOldest() {
        if (removed.size() <= REMOVED_KEPT) {
            return;
        }
        LatestChange oldest = removed.removeFirst();
        // It may have been added again in the meantime.
        if (entries.remove(oldest.key(), oldest)) {
            inOrder.remove(oldest.at());
            forgotten = oldest.at();
        }
    }

    private void note(BackendView view) {
        HealthReport report = health.apply(view.running());
        BackendStatus status = new BackendStatus(view, report.state(), report.reason());
        LatestChange known = entries.get(key(view));
        if (known == null || !status.equals(known.status())) {
            put(key(view), status);
        }
    }

    private LatestChange put(Key key, @Nullable BackendStatus status) {
        LatestChange entry = new LatestChange(key, ++last, status);
        LatestChange former = entries.put(key, entry);
        if (former != null) {
            inOrder.remove(former.at());
        }
        inOrder.put(entry.at(), entry);
        return entry;
    }

    private static Key key(BackendView view) {
        return new Key(view.running().pool(), view.desired().id());
    }

    /** The revision that it is up to date with. */
    RoutingTable table() {
        return table;
    }

    /** The position of the latest change. */
    long end() {
        return last;
    }

    /** The first change after a position; null if there is none yet. */
    @Nullable
    LatestChange after(long place) {
        Map.Entry<Long, LatestChange> next = inOrder.higherEntry(place);
        return next == null ? null : next.getValue();
    }

    /** Whether all changes after a position are still kept. */
    boolean reachesBackTo(long place) {
        return place >= forgotten;
    }
}

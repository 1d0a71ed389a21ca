package dev.fairlead.server.control.watch;

import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One caller of WatchState: only its position, not what it has yet to read. It gets the next message only when its
 * connection has accepted the previous ones. Belongs to the feed's thread.
 */
final class StateWatcher {
    private final ServerCallStreamObserver<WatchStateResponse> call;
    private final String pool;
    private final ChangeLog changes;
    private final RevisionHistory history;
    private final StateMessages messages;
    private final LongAdder resyncs;

    /** What existed at the revision that it resumes after, but no longer exists. */
    private final Deque<ChangeLog.Key> gone = new ArrayDeque<>();

    private boolean needsSnapshot = true;
    private long revision;
    private long place;

    /**
     * Starts with a snapshot.
     *
     * @param resyncs counts when it was too slow
     */
    StateWatcher(
            ServerCallStreamObserver<WatchStateResponse> call,
            String pool,
            ChangeLog changes,
            RevisionHistory history,
            StateMessages messages,
            LongAdder resyncs) {
        this.call = call;
        this.pool = pool;
        this.changes = changes;
        this.history = history;
        this.messages = messages;
        this.resyncs = resyncs;
    }

    /**
     * Resumes after a revision. The state of the backends at that time is no longer known, so it gets the current state
     * of all of them.
     *
     * @param since what was removed after that revision
     */
    void resume(long after, Collection<ChangeLog.Key> since) {
        needsSnapshot = false;
        revision = after;
        place = 0;
        since.stream().filter(key -> concerns(key.pool())).forEach(gone::add);
    }

    /**
     * Sends what it accepts, up to a number of messages, so that others get their turn.
     *
     * @return whether it would accept more
     */
    boolean serve(int most) {
        for (int told = 0; told < most; told++) {
            if (call.isCancelled() || !call.isReady()) {
                return false;
            }
            WatchStateResponse message = next();
            if (message == null) {
                return false;
            }
            call.onNext(message);
        }
        return true;
    }

    private @Nullable WatchStateResponse next() {
        RoutingTable table = changes.table();
        if (needsSnapshot) {
            needsSnapshot = false;
            revision = table.revision();
            place = changes.end();
            return messages.snapshot(table, pool);
        }
        if (revision < table.revision()) {
            Optional<Revision> next = history.find(revision + 1);
            if (next.isEmpty()) {
                return resync(table, "some revisions after " + revision + " are no longer kept");
            }
            revision++;
            return messages.accepted(next.get());
        }
        if (!gone.isEmpty()) {
            return messages.removed(table, gone.removeFirst());
        }
        return nextChange(table);
    }

    private @Nullable WatchStateResponse nextChange(RoutingTable table) {
        if (!changes.reachesBackTo(place) && place > 0) {
            return resync(table, "too many backends were removed in the meantime");
        }
        ChangeLog.LatestChange entry = changes.after(place);
        while (entry != null && !concerns(entry.key().pool())) {
            place = entry.at();
            entry = changes.after(place);
        }
        if (entry == null) {
            return null;
        }
        place = entry.at();
        ChangeLog.BackendStatus status = entry.status();
        return status == null ? messages.removed(table, entry.key()) : messages.changed(table, status.view());
    }

    private boolean concerns(String name) {
        return pool.isEmpty() || pool.equals(name);
    }

    private WatchStateResponse resync(RoutingTable table, String why) {
        needsSnapshot = true;
        gone.clear();
        resyncs.increment();
        return messages.resync(table, "read too slowly: " + why + "; a snapshot follows");
    }

    boolean hasHungUp() {
        return call.isCancelled();
    }
}

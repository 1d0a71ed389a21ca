package dev.fairlead.server.control.watch;

import static dev.fairlead.server.control.message.Outcomes.number;

import dev.fairlead.control.v1.BackendChanged;
import dev.fairlead.control.v1.BackendRemoved;
import dev.fairlead.control.v1.Resync;
import dev.fairlead.control.v1.StateSnapshot;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.server.control.message.BackendWriter;
import dev.fairlead.server.control.message.Outcomes;
import dev.fairlead.server.control.message.PoolWriter;
import dev.fairlead.server.control.message.Times;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the messages of WatchState. Belongs to the feed's thread. */
final class StateMessages {

    /** Watchers that keep up get the same few revisions, and computing the differences takes time. */
    private static final int KEPT = 64;

    /** A change of thousands of settings is not worth the memory. */
    private static final int LINES_KEPT = 100;

    private final BackendWriter writer;
    private final RevisionHistory history;
    private final NodeId node;
    private final InstantSource clock;

    private final Map<Long, WatchStateResponse> accepted = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, WatchStateResponse> eldest) {
            return size() > KEPT;
        }
    };

    StateMessages(BackendWriter writer, RevisionHistory history, NodeId node, InstantSource clock) {
        this.writer = writer;
        this.history = history;
        this.node = node;
        this.clock = clock;
    }

    /** @param pool empty for all */
    WatchStateResponse snapshot(RoutingTable table, String pool) {
        StateSnapshot.Builder snapshot = StateSnapshot.newBuilder();
        for (PoolTable each : table.pools().values()) {
            if (pool.isEmpty() || pool.equals(each.pool())) {
                snapshot.addPools(PoolWriter.write(each));
                each.backends().forEach(view -> snapshot.addBackends(writer.write(view)));
            }
        }
        return at(table.revision()).setSnapshot(snapshot).build();
    }

    WatchStateResponse accepted(Revision revision) {
        WatchStateResponse known = accepted.get(revision.number());
        if (known != null) {
            return known;
        }
        Revision former = history.find(revision.number() - 1).orElse(null);
        WatchStateResponse message = at(revision.number())
                .setAccepted(Outcomes.write(revision, former))
                .build();
        if (message.getAccepted().getDifferencesCount() <= LINES_KEPT) {
            accepted.put(revision.number(), message);
        }
        return message;
    }

    WatchStateResponse changed(RoutingTable table, BackendView view) {
        return at(table.revision())
                .setBackendChanged(BackendChanged.newBuilder().setBackend(writer.write(view)))
                .build();
    }

    WatchStateResponse removed(RoutingTable table, ChangeLog.Key key) {
        return at(table.revision())
                .setBackendRemoved(
                        BackendRemoved.newBuilder().setPool(key.pool()).setId(key.id()))
                .build();
    }

    WatchStateResponse resync(RoutingTable table, String reason) {
        return at(table.revision())
                .setResync(Resync.newBuilder().setReason(reason))
                .build();
    }

    private WatchStateResponse.Builder at(long revision) {
        return WatchStateResponse.newBuilder()
                .setRevision(number(revision))
                .setNodeId(node.value())
                .setTime(Times.message(clock.instant()));
    }
}

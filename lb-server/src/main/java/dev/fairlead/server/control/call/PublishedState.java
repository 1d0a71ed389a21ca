package dev.fairlead.server.control.call;

import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.state.ChangeRefused;
import java.util.Optional;

/** Finds what a request names in what requests are routed by. */
public final class PublishedState {

    private PublishedState() {}

    /** @throws ChangeRefused if there is none of this name; empty means the default pool */
    public static PoolTable pool(RoutingTable table, String name) {
        String meant = Edits.poolName(name);
        PoolTable pool = table.pool(meant);
        if (pool == null) {
            throw ChangeRefused.noPool(meant, table.pools().keySet());
        }
        return pool;
    }

    /** @throws ChangeRefused if there is none of this id */
    public static BackendView backend(PoolTable pool, String id) {
        return find(pool, id)
                .orElseThrow(() -> ChangeRefused.noBackend(
                        pool.pool(),
                        id,
                        pool.backends().stream()
                                .map(view -> view.desired().id())
                                .toList()));
    }

    public static Optional<BackendView> find(RoutingTable table, String pool, String id) {
        PoolTable found = table.pool(Edits.poolName(pool));
        return found == null ? Optional.empty() : find(found, id);
    }

    private static Optional<BackendView> find(PoolTable pool, String id) {
        return pool.backends().stream()
                .filter(view -> view.desired().id().equals(id))
                .findFirst();
    }
}

package dev.fairlead.server.control.call;

import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.state.ChangeRefused;
import java.util.Optional;

/** Finds what a request names in the published routing tables. */
public final class PublishedState {

    private PublishedState() {}

    /** @throws ChangeRefused if there is no pool with this name; an empty name means the default pool */
    public static PoolTable pool(RoutingTable table, String name) {
        String meant = Edits.poolName(name);
        PoolTable pool = table.pool(meant);
        if (pool == null) {
            throw ChangeRefused.noPool(meant, table.pools().keySet());
        }
        return pool;
    }

    /** @throws ChangeRefused if there is no backend with this id */
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

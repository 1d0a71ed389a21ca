package dev.fairlead.server.control.call;

import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.state.ChangeRefused;
import java.util.List;

/** Finds what a request names in what requests are routed by. */
public final class Present {

    private Present() {}

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
        for (BackendView view : pool.backends()) {
            if (view.desired().id().equals(id)) {
                return view;
            }
        }
        List<String> ids =
                pool.backends().stream().map(view -> view.desired().id()).toList();
        throw ChangeRefused.noBackend(pool.pool(), id, ids);
    }
}

package dev.fairlead.server.control.service;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.message.BackendWriter;
import dev.fairlead.server.control.message.Edits;
import dev.fairlead.server.control.message.PoolWriter;
import dev.fairlead.server.live.ChangeResult;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTables;
import jakarta.inject.Inject;

/**
 * Describes a pool or a backend after a change: its configuration as this change left it, whatever came later, together
 * with its current observed state, if it still exists.
 */
final class ChangedParts {

    private final RoutingTables tables;
    private final BackendWriter writer;

    @Inject
    ChangedParts(RoutingTables tables, BackendWriter writer) {
        this.tables = tables;
        this.writer = writer;
    }

    /** Empty if the pool no longer exists, as for a repeated request whose pool has since been removed. */
    Pool pool(ChangeResult result, String asked) {
        String name = Edits.poolName(asked);
        PoolTable table = tables.current().pool(name);
        return result.after()
                .pool(name)
                .map(pool -> table == null || result.dryRun() ? PoolWriter.write(pool) : PoolWriter.write(pool, table))
                .orElseGet(Pool::getDefaultInstance);
    }

    /** Empty if the backend no longer exists. */
    Backend backend(ChangeResult result, String asked, String id) {
        String name = Edits.poolName(asked);
        return result.after()
                .pool(name)
                .flatMap(pool -> pool.backend(id))
                .map(backend -> PublishedState.find(tables.current(), name, id)
                        .filter(view -> !result.dryRun())
                        .map(view -> writer.write(view, backend))
                        .orElseGet(() -> BackendWriter.write(name, backend)))
                .orElseGet(Backend::getDefaultInstance);
    }
}

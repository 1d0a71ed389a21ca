package dev.fairlead.server.routing;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a request needs to know, at one moment.
 *
 * @param generation grows with every published table
 * @param revision of the desired state that it was built from
 */
public record RoutingTable(long generation, long revision, Frontend frontend, Map<String, PoolTable> pools) {

    public RoutingTable {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    }

    /** Before the first desired state is published. */
    public static RoutingTable empty() {
        return new RoutingTable(0, 0, Frontend.DEFAULT, Map.of());
    }

    /** The pool for a request, by the single implicit route; null if that pool does not exist. */
    public @Nullable PoolTable route(String host, String path) {
        return pools.get(DesiredState.DEFAULT_POOL);
    }

    public @Nullable PoolTable pool(String name) {
        return pools.get(name);
    }
}

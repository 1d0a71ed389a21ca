package dev.fairlead.server.routing;

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
public record RoutingTable(
        long generation, long revision, Frontend frontend, Entrance entrance, Map<String, PoolTable> pools) {

    /** In which everybody may come in. */
    public RoutingTable(long generation, long revision, Frontend frontend, Map<String, PoolTable> pools) {
        this(generation, revision, frontend, Entrance.OPEN, pools);
    }

    public RoutingTable {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    }

    /** Before the first desired state is published. */
    public static RoutingTable empty() {
        return new RoutingTable(0, 0, Frontend.DEFAULT, Map.of());
    }

    public @Nullable PoolTable pool(String name) {
        return pools.get(name);
    }
}

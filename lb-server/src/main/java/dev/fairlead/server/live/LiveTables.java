package dev.fairlead.server.live;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.Entrance;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live pools, and the publication of their tables. Belongs to the control thread. */
@Singleton
final class LiveTables {
    private final RoutingTables tables;
    private final ObservedHealth observed;
    private final LiveEntrance entrances;
    private final LiveSessions sessions;

    private Map<String, LivePool> pools = Map.of();
    private Frontend frontend = Frontend.DEFAULT;
    private Entrance entrance = Entrance.OPEN;
    private long revision;
    private long generation;
    private boolean changed;

    @Inject
    LiveTables(RoutingTables tables, ObservedHealth observed, LiveEntrance entrances, LiveSessions sessions) {
        this.tables = tables;
        this.observed = observed;
        this.entrances = entrances;
        this.sessions = sessions;
    }

    /** As long as this is the same, a draft of the same members is the same. */
    long healthMoves() {
        return observed.moves();
    }

    /** A table for these members with their health as it is at this moment. */
    PoolTableDraft draft(Pool policy, List<LivePool.Member> members) {
        return new PoolTableDraft(policy, observed.views(policy, members), ++generation);
    }

    @Nullable
    LivePool pool(String name) {
        return pools.get(name);
    }

    Collection<LivePool> pools() {
        return pools.values();
    }

    /** As they are now; it does not change with them. */
    Map<String, LivePool> byName() {
        return pools;
    }

    Frontend frontend() {
        return frontend;
    }

    void replace(Map<String, LivePool> next, Frontend nextFrontend, LiveSessions.Secrets secrets, long nextRevision) {
        sessions.use(secrets);
        next.forEach((name, pool) -> {
            LivePool former = pools.get(name);
            pool.table(sessions.in(pool.policy(), pool.table(), former == null ? null : former.table()));
        });
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(next));
        frontend = nextFrontend;
        entrance = entrances.of(
                nextFrontend, next.values().stream().map(LivePool::policy).toList());
        revision = nextRevision;
        changed = true;
    }

    /** Of no effect for a pool that is not live any more. */
    void table(LivePool pool, PoolTable next) {
        pool.table(sessions.in(pool.policy(), next, pool.table()));
        changed |= pools.get(pool.policy().name()) == pool;
    }

    void publishIfChanged() {
        if (changed) {
            changed = false;
            Map<String, PoolTable> next = new LinkedHashMap<>();
            pools.forEach((name, pool) -> next.put(name, pool.table()));
            tables.publish(new RoutingTable(++generation, revision, frontend, entrance, next));
        }
    }
}

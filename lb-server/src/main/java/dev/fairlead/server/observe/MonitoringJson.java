package dev.fairlead.server.observe;

import dev.fairlead.server.backend.ProbeReport;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.text.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The texts of the health and the statistics page. Scripts read them: fields may be added, never renamed. The pool
 * {@code default} is at the top level, other pools are below it.
 */
final class MonitoringJson {

    static final String STOPPING = "{\"status\":\"stopping\"}";

    private MonitoringJson() {}

    /** Whether at least one backend of the default pool takes new requests. */
    static boolean isServing(RoutingTable table) {
        PoolTable pool = table.pool(DesiredState.DEFAULT_POOL);
        return pool != null && pool.size() > 0;
    }

    static String status(RoutingTable table) {
        return new JsonWriter(new StringBuilder())
                .object()
                .field("status", status(table.pool(DesiredState.DEFAULT_POOL)))
                .endObject()
                .toString();
    }

    static String health(RoutingTable table) {
        JsonWriter json = new JsonWriter(new StringBuilder()).object();
        health(json, table.pool(DesiredState.DEFAULT_POOL));
        others(json, table, pool -> health(json, pool));
        return json.endObject().toString();
    }

    static String stats(RoutingTable table, Instant now) {
        JsonWriter json = new JsonWriter(new StringBuilder()).object();
        stats(json, table.pool(DesiredState.DEFAULT_POOL), now);
        others(json, table, pool -> stats(json, pool, now));
        return json.endObject().toString();
    }

    private static void others(JsonWriter json, RoutingTable table, Consumer<PoolTable> write) {
        List<PoolTable> others = table.pools().values().stream()
                .filter(pool -> !pool.pool().equals(DesiredState.DEFAULT_POOL))
                .toList();
        if (!others.isEmpty()) {
            json.name("pools").object();
            for (PoolTable pool : others) {
                json.name(pool.pool()).object();
                write.accept(pool);
                json.endObject();
            }
            json.endObject();
        }
    }

    private static String status(@Nullable PoolTable pool) {
        if (pool == null || pool.size() == 0) {
            return "down";
        }
        return pool.size() < pool.backends().size() ? "degraded" : "ok";
    }

    private static void health(JsonWriter json, @Nullable PoolTable pool) {
        json.field("status", status(pool))
                .field("healthy_backends", pool == null ? 0 : pool.size())
                .field("total_backends", pool == null ? 0 : pool.backends().size())
                .name("backends")
                .array();
        for (BackendView view : backends(pool)) {
            json.object()
                    .field("address", view.running().address())
                    .field("healthy", view.inRotation())
                    .field("connections", view.running().inFlight())
                    .field("response_time_ms", probeMillis(view))
                    .field("reason", view.eligibility().reason())
                    .endObject();
        }
        json.endArray();
    }

    private static void stats(JsonWriter json, @Nullable PoolTable pool, Instant now) {
        json.field("algorithm", pool == null ? null : AlgorithmName.of(pool.strategy()))
                .name("backends")
                .array();
        for (BackendView view : backends(pool)) {
            json.object()
                    .field("address", view.running().address())
                    .field("healthy", view.inRotation())
                    .field("connections", view.running().inFlight())
                    .field("weight", view.desired().weight())
                    .field("response_time_ms", probeMillis(view))
                    .field("last_health_check", probeAgeSeconds(view, now))
                    .endObject();
        }
        json.endArray();
    }

    private static List<BackendView> backends(@Nullable PoolTable pool) {
        return pool == null ? List.of() : pool.backends();
    }

    private static @Nullable Long probeMillis(BackendView view) {
        ProbeReport probe = view.running().lastProbe();
        return probe == null ? null : Math.round(probe.took().toNanos() / 1e6);
    }

    /** The clock may have been set back in the meantime. */
    private static @Nullable Long probeAgeSeconds(BackendView view, Instant now) {
        ProbeReport probe = view.running().lastProbe();
        return probe == null
                ? null
                : Math.max(0, Duration.between(probe.at(), now).toSeconds());
    }
}

package dev.fairlead.server.control.stats;

import dev.fairlead.control.v1.BackendStats;
import dev.fairlead.control.v1.Latency;
import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.control.v1.Stats;
import dev.fairlead.server.backend.BackendCounters;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.control.call.PublishedState;
import dev.fairlead.server.control.message.Times;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolCounters;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.traffic.BackendTraffic;
import dev.fairlead.server.traffic.PoolTraffic;
import dev.fairlead.server.traffic.Quantiles;
import dev.fairlead.server.traffic.TrafficSampler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/** Writes the figures of pools and their backends. Callable from any thread; it only reads counters. */
public final class StatsWriter {
    private final HealthMonitor health;
    private final TrafficSampler traffic;
    private final InstantSource clock;
    private final Instant started;

    public StatsWriter(HealthMonitor health, TrafficSampler traffic, InstantSource clock) {
        this.health = health;
        this.traffic = traffic;
        this.clock = clock;
        this.started = clock.instant();
    }

    /**
     * @param pool empty for all
     * @throws dev.fairlead.server.state.ChangeRefused if there is no such pool
     */
    public Stats write(RoutingTable table, String pool) {
        Instant now = clock.instant();
        Stats.Builder stats = Stats.newBuilder()
                .setTime(Times.message(now))
                .setGeneration(table.generation())
                .setUptime(Times.message(Duration.between(started, now)));
        if (pool.isEmpty()) {
            table.pools().values().forEach(each -> stats.addPools(write(each)));
        } else {
            stats.addPools(write(PublishedState.pool(table, pool)));
        }
        return stats.build();
    }

    private PoolStats write(PoolTable pool) {
        PoolCounters counters = pool.runtime().counters();
        PoolTraffic recent = traffic.of(pool.pool());
        Map<String, Long> responses = byClass(counters::requests);
        PoolStats.Builder stats = PoolStats.newBuilder()
                .setPool(pool.pool())
                .setStrategy(pool.strategy())
                .setRequestsPerSecond(recent.requestsPerSecond())
                .setRequestsTotal(sum(responses))
                .putAllResponses(responses)
                .setRetriesTotal(retries(counters))
                .setRetriesRefusedTotal(counters.budgetSpent())
                .setLatency(latency(recent.latency()));
        for (String reason : PoolCounters.NO_BACKEND_REASONS) {
            stats.setNoBackendTotal(stats.getNoBackendTotal() + counters.noBackend(reason));
        }
        pool.backends().forEach(view -> stats.addBackends(write(view)));
        return stats.build();
    }

    private BackendStats write(BackendView view) {
        RunningBackend backend = view.running();
        BackendCounters counters = backend.counters();
        BackendTraffic recent = traffic.of(backend);
        int idle = backend.idleConnections();
        return BackendStats.newBuilder()
                .setId(backend.id())
                .setAddress(backend.address())
                .setHealth(health.report(backend).state().code())
                .setAdminState(view.desired().adminState().name().toLowerCase(Locale.ROOT))
                .setReason(view.inRotation() ? "" : view.eligibility().reason())
                .setEligible(view.inRotation())
                .setWeight(view.desired().weight())
                .setInFlight(backend.inFlight())
                .setTunnels(backend.tunnels())
                // The two numbers are read one after the other.
                .setConnectionsOpen(Math.max(idle, backend.openConnections()))
                .setConnectionsIdle(idle)
                .setShare(recent.share())
                .setRequestsPerSecond(recent.attemptsPerSecond())
                .setAttemptsTotal(counters.attempts())
                .setFailuresTotal(failures(counters))
                .putAllResponses(byClass(counters::responses))
                .setLatency(latency(recent.latency()))
                .setBytesSent(counters.bytesSent())
                .setBytesReceived(counters.bytesReceived())
                .build();
    }

    private static long retries(PoolCounters counters) {
        long retries = counters.retriesAfterStatus();
        for (FailureKind kind : FailureKind.values()) {
            retries += counters.retriesAfter(kind);
        }
        return retries;
    }

    private static long failures(BackendCounters counters) {
        long failures = 0;
        for (FailureKind kind : FailureKind.values()) {
            failures += counters.failures(kind);
        }
        return failures;
    }

    /** By class, as in {@code 2xx}; only classes that occurred. */
    private static Map<String, Long> byClass(IntToLongFunction counts) {
        Map<String, Long> responses = new TreeMap<>();
        for (int codeClass = 1; codeClass <= 5; codeClass++) {
            long count = counts.applyAsLong(codeClass);
            if (count > 0) {
                responses.put(codeClass + "xx", count);
            }
        }
        return responses;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Latency latency(Quantiles quantiles) {
        return Latency.newBuilder()
                .setP50(quantiles.p50())
                .setP90(quantiles.p90())
                .setP99(quantiles.p99())
                .build();
    }
}

package dev.fairlead.server.observe.metrics;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.routing.PoolCounters;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.strategy.GuardedSelector;
import jakarta.inject.Inject;

/** What happened to requests, by pool. */
final class TrafficMetrics implements MetricSource {
    private final RoutingTables tables;

    @Inject
    TrafficMetrics(RoutingTables tables) {
        this.tables = tables;
    }

    @Override
    public void addTo(MetricFamilies families) {
        RoutingTable table = tables.current();
        families.gauge("lb_config_revision", "Revision of the desired state in use.", table.revision());
        families.counter("lb_routing_tables", "Routing tables published.", table.generation());
        for (PoolTable pool : table.pools().values()) {
            requests(families, pool.pool(), pool.runtime().counters());
            retries(families, pool.pool(), pool.runtime().counters());
            strategy(families, pool);
        }
    }

    private static void requests(MetricFamilies families, String pool, PoolCounters counters) {
        for (int codeClass = 1; codeClass <= 5; codeClass++) {
            families.counter(
                    "lb_requests",
                    "Requests answered, by class of the status sent to the client.",
                    counters.requests(codeClass),
                    "pool",
                    pool,
                    "code",
                    codeClass + "xx");
        }
        families.histogram(
                        "lb_request_duration_seconds",
                        "From the first byte of a request to the last byte of its answer.",
                        counters.duration().snapshot(),
                        "pool",
                        pool)
                .counter(
                        "lb_clients_gone",
                        "Requests whose client went away before the answer was complete.",
                        counters.clientsGone(),
                        "pool",
                        pool);
        for (String reason : PoolCounters.NO_BACKEND_REASONS) {
            families.counter(
                    "lb_no_backend",
                    "Requests for which no backend was eligible.",
                    counters.noBackend(reason),
                    "pool",
                    pool,
                    "reason",
                    reason);
        }
    }

    private static void retries(MetricFamilies families, String pool, PoolCounters counters) {
        String help = "Retries, by what went wrong before.";
        for (FailureKind kind : FailureKind.values()) {
            long count = counters.retriesAfter(kind);
            families.counter("lb_retries", help, count, "pool", pool, "reason", kind.code());
        }
        families.counter("lb_retries", help, counters.retriesAfterStatus(), "pool", pool, "reason", "status")
                .counter(
                        "lb_retry_budget_spent",
                        "Retries that the policy allowed but the budget did not.",
                        counters.budgetSpent(),
                        "pool",
                        pool);
    }

    private static void strategy(MetricFamilies families, PoolTable pool) {
        GuardedSelector selector = pool.selector();
        if (selector != null) {
            families.counter(
                    "lb_strategy_errors",
                    "Failed calls of a strategy, where the fallback chose instead.",
                    selector.errors(),
                    "pool",
                    pool.pool(),
                    "strategy",
                    pool.strategy());
        }
    }
}

package dev.fairlead.server.observe.metrics;

import dev.fairlead.server.backend.BackendCounters;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.health.ProbeCounts;
import dev.fairlead.server.health.SuspicionOutcome;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTables;
import jakarta.inject.Inject;
import java.util.Locale;

/** The metrics of each currently declared backend; a removed one has no series. */
final class BackendMetrics implements MetricSource {
    private final RoutingTables tables;
    private final HealthMonitor health;

    @Inject
    BackendMetrics(RoutingTables tables, HealthMonitor health) {
        this.tables = tables;
        this.health = health;
    }

    @Override
    public void addTo(MetricFamilies families) {
        for (PoolTable pool : tables.current().pools().values()) {
            for (BackendView view : pool.backends()) {
                String[] labels = {
                    "pool", pool.pool(), "backend", view.running().id()
                };
                state(families, view, labels);
                connections(families, view.running(), labels);
                attempts(families, view.running().counters(), labels);
                probes(families, health.counts(view.running()), labels);
            }
        }
        for (SuspicionOutcome suspicion : SuspicionOutcome.values()) {
            families.counter(
                    "lb_suspected",
                    "What happened to backends that failed traffic while up.",
                    health.suspected(suspicion),
                    "reason",
                    suspicion.code());
        }
    }

    private void state(MetricFamilies families, BackendView view, String[] labels) {
        boolean up = health.report(view.running()).state() == HealthState.UP;
        families.gauge(
                        "lb_backend_up",
                        "Whether the backend is up, according to probes and traffic.",
                        up ? 1 : 0,
                        labels)
                .gauge(
                        "lb_backend_in_rotation",
                        "Whether new requests go to the backend.",
                        view.inRotation() ? 1 : 0,
                        labels)
                .gauge(
                        "lb_backend_weight",
                        "The backend's weight.",
                        view.desired().weight(),
                        labels);
        for (AdminState state : AdminState.values()) {
            families.gauge(
                    "lb_backend_admin_state",
                    "Admin state of the backend: 1 for the current one.",
                    view.desired().adminState() == state ? 1 : 0,
                    with(labels, "state", state.name().toLowerCase(Locale.ROOT)));
        }
    }

    private static void connections(MetricFamilies families, RunningBackend backend, String[] labels) {
        int idle = backend.idleConnections();
        int open = backend.openConnections();
        String help = "Connections to the backend.";
        families.gauge(
                        "lb_backend_active_requests",
                        "Requests in flight, including tunnels.",
                        backend.inFlight(),
                        labels)
                .gauge(
                        "lb_backend_active_tunnels",
                        "Connections in flight that speak another protocol, such as WebSockets.",
                        backend.tunnels(),
                        labels)
                .gauge("lb_backend_connections", help, idle, with(labels, "state", "idle"))
                // The two numbers are read one after the other, so idle connections may briefly outnumber open ones.
                .gauge("lb_backend_connections", help, Math.max(0, open - idle), with(labels, "state", "active"));
    }

    private static void attempts(MetricFamilies families, BackendCounters counters, String[] labels) {
        families.histogram(
                "lb_backend_request_duration_seconds",
                "From choosing the backend to the head of its answer.",
                counters.latency().snapshot(),
                labels);
        for (int codeClass = 1; codeClass <= 5; codeClass++) {
            families.counter(
                    "lb_backend_responses",
                    "Answers of the backend by status class, including retried ones.",
                    counters.responses(codeClass),
                    with(labels, "code", codeClass + "xx"));
        }
        for (FailureKind kind : FailureKind.values()) {
            families.counter(
                    "lb_backend_failures",
                    "Failed attempts at the backend, by reason.",
                    counters.failures(kind),
                    with(labels, "reason", kind.code()));
        }
        families.counter(
                        "lb_backend_retries",
                        "Attempts at the backend that followed an attempt elsewhere.",
                        counters.retries(),
                        labels)
                .counter("lb_backend_sent_bytes", "Body bytes sent to the backend.", counters.bytesSent(), labels)
                .counter(
                        "lb_backend_received_bytes",
                        "Body bytes received from the backend.",
                        counters.bytesReceived(),
                        labels);
    }

    private static void probes(MetricFamilies families, ProbeCounts counts, String[] labels) {
        String help = "Probes of the backend, by result.";
        families.counter("lb_health_checks", help, counts.passed(), with(labels, "result", "passed"))
                .counter("lb_health_checks", help, counts.failed(), with(labels, "result", "failed"));
    }

    private static String[] with(String[] labels, String name, String value) {
        return new String[] {labels[0], labels[1], labels[2], labels[3], name, value};
    }
}

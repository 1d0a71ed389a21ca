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

/** What happens at each backend that is declared now; a removed one has no series any more. */
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
                    "What came of traffic's word against a backend that was up.",
                    health.suspected(suspicion),
                    "reason",
                    suspicion.code());
        }
    }

    private void state(MetricFamilies families, BackendView view, String[] labels) {
        boolean up = health.report(view.running()).state() == HealthState.UP;
        families.gauge("lb_backend_up", "Whether the backend is up, as probes and traffic saw it.", up ? 1 : 0, labels)
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
                    "What the operator wants of the backend: 1 for the state that it is in.",
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
                        "Requests in flight, tunnels included.",
                        backend.inFlight(),
                        labels)
                .gauge(
                        "lb_backend_active_tunnels",
                        "Connections in flight that speak another protocol, such as WebSockets.",
                        backend.tunnels(),
                        labels)
                .gauge("lb_backend_connections", help, idle, with(labels, "state", "idle"))
                // The two numbers are read one after the other, so that idle ones may outnumber open ones for a moment.
                .gauge("lb_backend_connections", help, Math.max(0, open - idle), with(labels, "state", "active"));
    }

    private static void attempts(MetricFamilies families, BackendCounters counters, String[] labels) {
        families.histogram(
                "lb_backend_request_duration_seconds",
                "From the choice of the backend to the head of its answer.",
                counters.latency().snapshot(),
                labels);
        for (int codeClass = 1; codeClass <= 5; codeClass++) {
            families.counter(
                    "lb_backend_responses",
                    "Answers of the backend by class of their status, retried ones included.",
                    counters.responses(codeClass),
                    with(labels, "code", codeClass + "xx"));
        }
        for (FailureKind kind : FailureKind.values()) {
            families.counter(
                    "lb_backend_failures",
                    "Attempts at the backend that failed, by how.",
                    counters.failures(kind),
                    with(labels, "reason", kind.code()));
        }
        families.counter("lb_backend_retries", "Attempts at the backend after another one.", counters.retries(), labels)
                .counter("lb_backend_sent_bytes", "Body bytes sent to the backend.", counters.bytesSent(), labels)
                .counter(
                        "lb_backend_received_bytes",
                        "Body bytes received from the backend.",
                        counters.bytesReceived(),
                        labels);
    }

    private static void probes(MetricFamilies families, ProbeCounts counts, String[] labels) {
        String help = "Probes of the backend, by what they found.";
        families.counter("lb_health_checks", help, counts.passed(), with(labels, "result", "passed"))
                .counter("lb_health_checks", help, counts.failed(), with(labels, "result", "failed"));
    }

    private static String[] with(String[] labels, String name, String value) {
        return new String[] {labels[0], labels[1], labels[2], labels[3], name, value};
    }
}

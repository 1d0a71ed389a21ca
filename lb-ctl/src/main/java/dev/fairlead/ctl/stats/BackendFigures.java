package dev.fairlead.ctl.stats;

import dev.fairlead.control.v1.BackendStats;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.util.TreeMap;

/** A backend's figures for people. */
final class BackendFigures {

    static final TableLayout<BackendStats> LAYOUT = new TableLayout<>(BackendStats::getId)
            .text("BACKEND", BackendStats::getId)
            .wideText("ADDRESS", BackendStats::getAddress)
            .text("HEALTH", backend -> Figures.orNone(backend.getHealth()))
            .text("ADMIN", backend -> Figures.orNone(backend.getAdminState()))
            .number("WEIGHT", backend -> Integer.toString(backend.getWeight()))
            .number("IN-FLIGHT", backend -> Integer.toString(backend.getInFlight()))
            .number("REQ/S", backend -> Figures.rate(backend.getRequestsPerSecond()))
            .number("SHARE", backend -> Figures.percent(backend.getShare()))
            .number("P50", backend -> Spans.measured(backend.getLatency().getP50()))
            .wideNumber("P90", backend -> Spans.measured(backend.getLatency().getP90()))
            .number("P99", backend -> Spans.measured(backend.getLatency().getP99()))
            .number("ATTEMPTS", backend -> Long.toUnsignedString(backend.getAttemptsTotal()))
            .number("FAILURES", backend -> Long.toUnsignedString(backend.getFailuresTotal()))
            .wideText("RESPONSES", BackendFigures::responses)
            .wideNumber("OPEN", backend -> Integer.toString(backend.getConnectionsOpen()))
            .wideNumber("IDLE", backend -> Integer.toString(backend.getConnectionsIdle()))
            .wideNumber("TUNNELS", backend -> Integer.toString(backend.getTunnels()))
            .wideNumber("SENT", backend -> Figures.bytes(backend.getBytesSent()))
            .wideNumber("RECEIVED", backend -> Figures.bytes(backend.getBytesReceived()))
            .text("REASON", backend -> Figures.orNone(backend.getReason()));

    private BackendFigures() {}

    private static String responses(BackendStats backend) {
        TreeMap<String, String> counts = new TreeMap<>();
        backend.getResponsesMap().forEach((code, count) -> {
            if (count != 0) {
                counts.put(code, Long.toUnsignedString(count));
            }
        });
        return Figures.pairs(counts);
    }
}

package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.Probe;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import dev.fairlead.ctl.value.States;
import java.time.ZoneId;

/** Backends as tables for people. */
final class BackendTable {

    static final TableLayout<Backend> LAYOUT = new TableLayout<>(Backend::getId)
            .text("ID", Backend::getId)
            .text("URL", Backend::getUrl)
            .text("HEALTH", backend -> States.health(backend.getHealth()))
            .text("ADMIN", backend -> States.admin(backend.getAdminState()))
            .number("WEIGHT", backend -> Integer.toString(backend.getWeight()))
            .number("EFFECTIVE", backend -> Integer.toString(backend.getEffectiveWeight()))
            .number("IN-FLIGHT", backend -> Integer.toString(backend.getInFlight()))
            .wideNumber("TUNNELS", backend -> Integer.toString(backend.getTunnels()))
            .number("SHARE", backend -> Figures.percent(backend.getShare()))
            .number("LATENCY", BackendTable::latency)
            .wideText("POOL", Backend::getPool)
            .wideText("TAGS", backend -> Figures.pairs(backend.getTagsMap()))
            .wideText("LAST PROBE", backend -> backend.hasLastProbe() ? probe(backend.getLastProbe()) : Figures.NONE)
            .text("REASON", backend -> Figures.orNone(backend.getReason()));

    private BackendTable() {}

    static Facts facts(Backend backend, ZoneId zone) {
        Facts facts = new Facts()
                .add("id", backend.getId())
                .add("url", backend.getUrl())
                .add("pool", backend.getPool())
                .add("health", States.health(backend.getHealth()))
                .add("admin state", States.admin(backend.getAdminState()))
                .add("eligible", backend.getEligible() ? "yes" : "no")
                .addIfAny("reason", backend.getReason())
                .add("weight", backend.getWeight())
                .add("effective weight", backend.getEffectiveWeight())
                .add(
                        "in flight",
                        Figures.count(backend.getInFlight(), "request") + ", including "
                                + Figures.count(backend.getTunnels(), "tunnel"))
                .add("share", Figures.percent(backend.getShare()))
                .add("latency", latency(backend))
                .add("tags", Figures.pairs(backend.getTagsMap()));
        return backend.hasLastProbe()
                ? facts.add(
                        "last probe",
                        Figures.moment(backend.getLastProbe().getTime(), zone) + ", " + probe(backend.getLastProbe()))
                : facts.add("last probe", "none yet");
    }

    private static String latency(Backend backend) {
        return backend.hasLatency() ? Spans.measured(backend.getLatency()) : Figures.NONE;
    }

    private static String probe(Probe probe) {
        return (probe.getHealthy() ? "healthy" : "failed") + " in " + Spans.measured(probe.getTook())
                + (probe.getDetail().isEmpty() ? "" : ": " + probe.getDetail());
    }
}

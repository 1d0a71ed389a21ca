package dev.fairlead.server.control.message;

import dev.fairlead.control.v1.Probe;
import dev.fairlead.server.backend.ProbeReport;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.BackendView;
import jakarta.inject.Inject;

/** Writes a backend as a message: its configuration and its observed state. */
public final class BackendWriter {

    private final HealthMonitor health;
    private final RecentFigures figures;

    @Inject
    public BackendWriter(HealthMonitor health, RecentFigures figures) {
        this.health = health;
        this.figures = figures;
    }

    /** The configuration and the current observed state. */
    public dev.fairlead.control.v1.Backend write(BackendView view) {
        return write(view, view.desired());
    }

    /** @param wanted what is wanted, which the view may have left behind already */
    public dev.fairlead.control.v1.Backend write(BackendView view, Backend wanted) {
        RunningBackend running = view.running();
        dev.fairlead.control.v1.Backend.Builder backend = write(running.pool(), wanted).toBuilder()
                .setHealth(health(health.report(running).state()))
                .setEligible(view.inRotation())
                .setReason(view.inRotation() ? "" : view.eligibility().reason())
                .setInFlight(running.inFlight())
                .setTunnels(running.tunnels())
                .setEffectiveWeight(view.inRotation() ? view.desired().weight() : 0)
                .setShare(figures.share(running));
        figures.latencySeconds(running).ifPresent(backend::setLatency);
        ProbeReport last = running.lastProbe();
        if (last != null) {
            backend.setLastProbe(probe(last));
        }
        return backend.build();
    }

    /** What is wanted. */
    public static dev.fairlead.control.v1.Backend write(String pool, Backend backend) {
        dev.fairlead.control.v1.Backend.Builder message =
                dev.fairlead.control.v1.Backend.newBuilder().setPool(pool);
        MessageWriter.write(backend, message);
        return message.build();
    }

    public static dev.fairlead.control.v1.Backend.Health health(HealthState state) {
        return switch (state) {
            case UNKNOWN -> dev.fairlead.control.v1.Backend.Health.unknown;
            case UP -> dev.fairlead.control.v1.Backend.Health.up;
            case DOWN -> dev.fairlead.control.v1.Backend.Health.down;
            case SUSPECT -> dev.fairlead.control.v1.Backend.Health.suspect;
            case EJECTED -> dev.fairlead.control.v1.Backend.Health.ejected;
        };
    }

    public static Probe probe(ProbeReport report) {
        return Probe.newBuilder()
                .setTime(Times.message(report.at()))
                .setTook(Times.message(report.took()))
                .setHealthy(report.healthy())
                .setDetail(report.detail())
                .build();
    }
}

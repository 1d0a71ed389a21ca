package dev.fairlead.server.control.service;

import dev.fairlead.server.backend.ProbeReport;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.state.ChangeRefused;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Probes on demand. */
final class ProbeOnDemand {

    private final HealthMonitor health;

    /** The result of a probe, and its effect on the backend. */
    record Probed(ProbeReport probe, HealthReport health) {}

    @Inject
    ProbeOnDemand(HealthMonitor health) {
        this.health = health;
    }

    CompletionStage<Probed> once(RunningBackend backend) {
        return health.probeOnce(backend).handle((result, failure) -> {
            if (failure != null) {
                // It was removed in the meantime: nothing else ends a probe without a result.
                throw ChangeRefused.noBackend(backend.pool(), backend.id(), List.of());
            }
            return new Probed(
                    Objects.requireNonNull(backend.lastProbe(), "a probe that has a result is recorded"),
                    health.report(backend));
        });
    }
}

package dev.fairlead.server.live;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.HealthEvidence;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.routing.FailureListener;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Reports failed requests at a backend to health. */
@Singleton
public final class Suspicions implements FailureListener {
    private final HealthMonitor health;

    @Inject
    public Suspicions(HealthMonitor health) {
        this.health = health;
    }

    @Override
    public void witnessed(RunningBackend backend, FailureKind kind, String detail) {
        String cause = "a request met: " + (detail.isEmpty() ? kind.code() : detail);
        if (kind.evidence() == HealthEvidence.UNREACHABLE) {
            health.suspect(backend, cause);
        } else {
            health.requestProbe(backend, cause);
        }
    }

    @Override
    public void counted(RunningBackend backend) {
        health.compare(backend);
    }
}

package dev.fairlead.server.health.probe;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import java.util.function.Consumer;

/** Probes a backend. */
public interface Prober {

    /** Starts a probe; {@code answer} is given exactly one result on the health thread, maybe at once, none after a cancel. */
    Probe start(RunningBackend backend, HealthPolicy policy, Consumer<ProbeResult> answer);

    /** A probe under way. */
    interface Probe {
        void cancel();
    }
}

package dev.fairlead.server.health;

import dev.fairlead.server.backend.RunningBackend;

/** Gets health changes on the health thread: it must neither block nor throw. */
public interface HealthListener {

    /** The state or its reason is a new one. Not called for a backend once {@link HealthMonitor#unwatch} has returned. */
    void changed(RunningBackend backend, HealthReport report);
}

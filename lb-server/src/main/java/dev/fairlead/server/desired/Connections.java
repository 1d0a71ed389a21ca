package dev.fairlead.server.desired;

import java.time.Duration;

/**
 * Connections kept to the backends, counted over all IO threads.
 *
 * @param idle how long an unused one is kept; zero keeps none
 * @param maxPerBackend 0 means no ceiling
 */
public record Connections(int maxIdlePerBackend, Duration idle, int maxPerBackend) {

    public static final Connections DEFAULT = new Connections(256, Duration.ofSeconds(4), 0);

    public Connections {
        new Checks()
                .atLeast("max-idle-per-backend", maxIdlePerBackend, 0)
                .notNegative("idle", idle)
                .atLeast("max-per-backend", maxPerBackend, 0)
                .done();
    }
}

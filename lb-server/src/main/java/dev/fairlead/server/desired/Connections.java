package dev.fairlead.server.desired;

import java.time.Duration;

/** Connections kept to the backends, counted over all IO threads. */
public record Connections(
        @Setting(value = "256", doc = "idle connections kept, over all IO threads")
        int maxIdlePerBackend,

        @Setting(
                value = "4s",
                doc = "how long an idle connection is kept; set it shorter than the backend's own timeout")
        Duration idle,

        @Setting(value = "0", doc = "limit over all IO threads; 0 = no limit")
        int maxPerBackend) {

    public static final Connections DEFAULT = Schema.of(Connections.class).defaults();

    public Connections {
        Checks.of(Connections.class, maxIdlePerBackend, idle, maxPerBackend).done();
    }
}

package dev.fairlead.server.desired;

import java.time.Duration;

/** How the server stops. */
public record Shutdown(
        @Setting(value = "0s", doc = "after SIGTERM: not ready, but still accepting")
        Duration grace,

        @Setting(value = "30s", doc = "after that: how long running requests may take to finish")
        Duration drain) {

    public static final Shutdown DEFAULT = Schema.of(Shutdown.class).defaults();

    public Shutdown {
        Checks.of(Shutdown.class, grace, drain).done();
    }
}

package dev.fairlead.server.desired;

import java.time.Duration;

/**
 * How a stop goes.
 *
 * @param grace not ready any more but still accepting, so that whoever sends traffic can look away
 * @param drain how long what already runs may take
 */
public record Shutdown(Duration grace, Duration drain) {

    public static final Shutdown DEFAULT = new Shutdown(Duration.ZERO, Duration.ofSeconds(30));

    public Shutdown {
        new Checks().notNegative("grace", grace).notNegative("drain", drain).done();
    }
}

package dev.fairlead.server.demo;

import java.time.Duration;

/**
 * How a backend misbehaves on its ordinary paths; {@code /health} and {@code /requests} never do.
 *
 * @param delay how long every answer is delayed
 * @param failRate the share of requests, 0 to 1, that get a 500
 */
public record Behaviour(Duration delay, double failRate) {

    public static final Behaviour GOOD = new Behaviour(Duration.ZERO, 0);

    public Behaviour {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay is " + delay.toMillis() + " ms, expected 0 or more");
        }
        if (!(failRate >= 0 && failRate <= 1)) {
            throw new IllegalArgumentException("fail rate is " + failRate + ", expected a number from 0 to 1");
        }
    }
}

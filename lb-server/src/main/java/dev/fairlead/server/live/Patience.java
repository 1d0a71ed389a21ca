package dev.fairlead.server.live;

import java.time.Duration;

/**
 * How long a health change waits for strategies.
 *
 * @param stale before rotation serves in the strategy's place
 * @param pause between attempts to get a selector from a strategy that failed to build one
 */
public record Patience(Duration stale, Duration pause) {
    public static final Patience DEFAULT = new Patience(Duration.ofMillis(250), Duration.ofSeconds(10));
}

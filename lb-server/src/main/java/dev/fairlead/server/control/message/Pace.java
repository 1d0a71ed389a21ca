package dev.fairlead.server.control.message;

import java.time.Duration;

/** How often a caller wants reports. */
public final class Pace {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration DEFAULT = Duration.ofSeconds(1);

    private Pace() {}

    /**
     * Reads the field {@code interval}.
     *
     * @throws InvalidRequest if it is faster than figures are worth, or so slow that nobody waits for it
     */
    public static Duration of(boolean given, com.google.protobuf.Duration interval) {
        if (!given) {
            return DEFAULT;
        }
        Duration wanted;
        try {
            wanted = Times.of(interval);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest("interval", String.valueOf(e.getMessage()));
        }
        if (wanted.compareTo(SHORTEST) < 0 || wanted.compareTo(LONGEST) > 0) {
            throw new InvalidRequest(
                    "interval", "is " + wanted.toMillis() + " ms, expected a time from 100 ms to 24 hours");
        }
        return wanted;
    }
}

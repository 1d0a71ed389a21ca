package dev.fairlead.server.desired;

import java.time.Duration;

/**
 * How long to wait for a backend; zero switches one off.
 *
 * @param firstByte from the last request byte written to the response head
 * @param perTry from the start of one try to its response head
 * @param idle without a byte in either direction
 */
public record Timeouts(Duration connect, Duration firstByte, Duration perTry, Duration idle) {

    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(60));

    public Timeouts {
        new Checks()
                .notNegative("connect", connect)
                .notNegative("first-byte", firstByte)
                .notNegative("per-try", perTry)
                .notNegative("idle", idle)
                .done();
    }

    public Timeouts withConnect(Duration newConnect) {
        return new Timeouts(newConnect, firstByte, perTry, idle);
    }

    public Timeouts withFirstByte(Duration newFirstByte) {
        return new Timeouts(connect, newFirstByte, perTry, idle);
    }

    public Timeouts withPerTry(Duration newPerTry) {
        return new Timeouts(connect, firstByte, newPerTry, idle);
    }

    public Timeouts withIdle(Duration newIdle) {
        return new Timeouts(connect, firstByte, perTry, newIdle);
    }
}

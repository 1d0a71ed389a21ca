package dev.fairlead.server.desired;

import java.time.Duration;

/**
 * How long to wait for a backend; zero switches one off.
 *
 * @param firstByte from the last request byte written to the response head
 * @param perTry from the last byte of the request written to the response head, in one try
 * @param idle without a byte in either direction
 * @param request from the request's head to the answer's, over all tries and the upload
 * @param tunnelIdle without a byte in either direction of a WebSocket tunnel
 */
public record Timeouts(
        Duration connect, Duration firstByte, Duration perTry, Duration idle, Duration request, Duration tunnelIdle) {

    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofSeconds(60),
            Duration.ZERO,
            Duration.ofHours(1));

    public Timeouts {
        new Checks()
                .notNegative("connect", connect)
                .notNegative("first-byte", firstByte)
                .notNegative("per-try", perTry)
                .notNegative("idle", idle)
                .notNegative("request", request)
                .notNegative("tunnel-idle", tunnelIdle)
                .done();
    }

    public Timeouts withConnect(Duration newConnect) {
        return new Timeouts(newConnect, firstByte, perTry, idle, request, tunnelIdle);
    }

    public Timeouts withFirstByte(Duration newFirstByte) {
        return new Timeouts(connect, newFirstByte, perTry, idle, request, tunnelIdle);
    }

    public Timeouts withPerTry(Duration newPerTry) {
        return new Timeouts(connect, firstByte, newPerTry, idle, request, tunnelIdle);
    }

    public Timeouts withIdle(Duration newIdle) {
        return new Timeouts(connect, firstByte, perTry, newIdle, request, tunnelIdle);
    }

    public Timeouts withRequest(Duration newRequest) {
        return new Timeouts(connect, firstByte, perTry, idle, newRequest, tunnelIdle);
    }

    public Timeouts withTunnelIdle(Duration newTunnelIdle) {
        return new Timeouts(connect, firstByte, perTry, idle, request, newTunnelIdle);
    }
}

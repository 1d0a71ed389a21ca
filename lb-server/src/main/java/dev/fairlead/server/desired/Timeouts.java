package dev.fairlead.server.desired;

import java.time.Duration;

/** How long to wait for a backend; zero switches one off. */
public record Timeouts(
        @Setting(value = "2s", doc = "to connect; 0s = off, for this and the next five")
        Duration connect,

        @Setting(value = "30s", doc = "from the last request byte written to the response head; then 504")
        Duration firstByte,

        @Setting(
                value = "0s",
                doc = "from the last request byte written to the response head, in one try; unlike with"
                        + " `first-byte`, interim responses do not extend it")
        Duration perTry,

        @Setting(value = "60s", doc = "longest time without a byte in either direction")
        Duration idle,

        @Setting(
                value = "0s",
                doc = "from the request's head to the answer's, over all tries, connects and the upload; then 504,"
                        + " and no more retries. It does not limit an answer that has begun. Leave it off if uploads"
                        + " are long: `limits.min-body-rate` handles slow clients")
        Duration request,

        @Setting(
                value = "1h",
                doc = "longest time without a byte in either direction of a WebSocket tunnel; then both sides are"
                        + " closed")
        Duration tunnelIdle) {

    public static final Timeouts DEFAULT = Schema.of(Timeouts.class).defaults();

    public Timeouts {
        Checks.of(Timeouts.class, connect, firstByte, perTry, idle, request, tunnelIdle)
                .done();
    }

    public Timeouts withConnect(Duration newConnect) {
        return Schema.with(this, "connect", newConnect);
    }

    public Timeouts withFirstByte(Duration newFirstByte) {
        return Schema.with(this, "firstByte", newFirstByte);
    }

    public Timeouts withPerTry(Duration newPerTry) {
        return Schema.with(this, "perTry", newPerTry);
    }

    public Timeouts withIdle(Duration newIdle) {
        return Schema.with(this, "idle", newIdle);
    }

    public Timeouts withRequest(Duration newRequest) {
        return Schema.with(this, "request", newRequest);
    }

    public Timeouts withTunnelIdle(Duration newTunnelIdle) {
        return Schema.with(this, "tunnelIdle", newTunnelIdle);
    }
}

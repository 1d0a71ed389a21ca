package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.Timeouts;
import java.time.Duration;
import java.util.Optional;

/** How long to wait for a backend, where that differs from what its pool says. */
public record RouteTimeouts(
        @Setting(doc = "as of the pool, like the next five; empty = the pool's")
        Optional<Duration> connect,

        @Setting(doc = "`timeouts.first-byte` of the pool") Optional<Duration> firstByte,

        @Setting(doc = "`timeouts.per-try` of the pool") Optional<Duration> perTry,

        @Setting(doc = "`timeouts.idle` of the pool") Optional<Duration> idle,

        @Setting(doc = "`timeouts.request` of the pool") Optional<Duration> request,

        @Setting(doc = "`timeouts.tunnel-idle` of the pool") Optional<Duration> tunnelIdle) {

    public static final RouteTimeouts NONE = Schema.of(RouteTimeouts.class).defaults();

    public RouteTimeouts {
        Checks.of(RouteTimeouts.class, connect, firstByte, perTry, idle, request, tunnelIdle)
                .done();
    }

    /** The pool's, but for what is said here. */
    public Timeouts over(Timeouts pool) {
        return equals(NONE)
                ? pool
                : new Timeouts(
                        connect.orElse(pool.connect()),
                        firstByte.orElse(pool.firstByte()),
                        perTry.orElse(pool.perTry()),
                        idle.orElse(pool.idle()),
                        request.orElse(pool.request()),
                        tunnelIdle.orElse(pool.tunnelIdle()));
    }
}

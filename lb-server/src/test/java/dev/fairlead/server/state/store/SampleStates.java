package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.AccessLog;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Ejection;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Headers;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Shutdown;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.desired.UpstreamTls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Desired states that have something to lose. */
public final class SampleStates {

    private SampleStates() {}

    /** No setting has its default, and what has an order is in none that anything would sort it into. */
    public static DesiredState full() {
        Frontend frontend = new Frontend(
                new SocketAddressSpec("::1", 9443),
                List.of(CidrBlock.parse("fd00::/8"), CidrBlock.parse("10.1.0.0/16")),
                new Limits(5L << 32, 4096, 7, 8, 3, 6L << 32, 250),
                new Monitoring(Monitoring.Paths.ADMIN, "/up", "/numbers", CidrBlock.expand("loopback")),
                new AccessLog(AccessLog.Format.JSON, "logs/zugriffe-ä.log"),
                new Shutdown(Duration.ofSeconds(3), Duration.ofMillis(70_500)),
                new Headers(Headers.Underscores.REFUSE));
        Pool pool = new Pool(
                "web",
                List.of(
                        new Backend(
                                "z-1",
                                Backend.parseUrl("https://app_1.example:8443"),
                                7,
                                ordered("zone", "b", "rack", "a"),
                                AdminState.DRAIN),
                        new Backend(
                                "a-1",
                                Backend.parseUrl("[::1]:81"),
                                0,
                                ordered("note", "halb \ud83d"),
                                AdminState.MAINT)),
                new StrategyChoice("ring_hash", ordered("key", "header:X-User", "a", "1")),
                new HealthPolicy(
                        HealthType.TCP,
                        "/live?x=1",
                        Duration.ofMillis(1500),
                        Duration.ofNanos(2_000_000_001),
                        Duration.ofMinutes(3),
                        4,
                        5,
                        StatusRanges.parse("204,200-202"),
                        "gut ✓",
                        0.25),
                new Timeouts(
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(3),
                        Duration.ofMillis(4),
                        Duration.ofMillis(5),
                        Duration.ofMillis(6)),
                new Connections(11, Duration.ofSeconds(12), 13),
                new RetryPolicy(
                        5,
                        new LinkedHashSet<>(List.of("PUT", "GET")),
                        false,
                        false,
                        false,
                        new LinkedHashSet<>(List.of(504, 429)),
                        12.5,
                        9),
                new UpstreamTls("ca.pem", "inner.example"),
                6,
                Duration.ofSeconds(45),
                true,
                new Ejection(35));
        return state(frontend, List.of(pool, Pool.named("default")));
    }

    /** As many backends as a big installation has, in one pool. */
    public static DesiredState big(int backends) {
        List<Backend> all = new ArrayList<>();
        for (int i = 0; i < backends; i++) {
            all.add(Backend.at("10.0." + i / 250 + "." + i % 250 + ":8080"));
        }
        return DesiredState.initial()
                .withPool(Pool.named(DesiredState.DEFAULT_POOL).withBackends(all));
    }

    static DesiredState state(Frontend frontend, Collection<Pool> pools) {
        Map<String, Pool> named = new LinkedHashMap<>();
        pools.forEach(pool -> named.put(pool.name(), pool));
        return new DesiredState(frontend, named);
    }

    public static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}

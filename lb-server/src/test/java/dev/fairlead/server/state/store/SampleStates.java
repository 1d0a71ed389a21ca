package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RandomSettings;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.limit.Access;
import dev.fairlead.server.desired.limit.Rate;
import dev.fairlead.server.desired.limit.RateKey;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.FixedAnswer;
import dev.fairlead.server.desired.route.HeaderEdits;
import dev.fairlead.server.desired.route.Mirror;
import dev.fairlead.server.desired.route.Redirect;
import dev.fairlead.server.desired.route.Rewrite;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.desired.route.RouteLimits;
import dev.fairlead.server.desired.route.RouteMatch;
import dev.fairlead.server.desired.route.RouteRetry;
import dev.fairlead.server.desired.route.RouteTimeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Desired states that have something to lose. */
public final class SampleStates {

    private SampleStates() {}

    /** No setting has its default, and what has an order is in none that anything would sort it into. */
    public static DesiredState full() {
        RandomSettings random = new RandomSettings(new SplittableRandom(1));
        Frontend frontend = random.unlike(Frontend.DEFAULT).withRoutes(routes()).withRateLimits(limits());
        Pool pool = random.unlike(Pool.named("web"))
                .withBackends(List.of(
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
                                AdminState.MAINT)))
                .withRateLimits(limits())
                .withStrategy(new StrategyChoice("ring_hash", ordered("key", "header:X-User", "a", "1")));
        return state(frontend, List.of(pool, Pool.named("default")));
    }

    private static List<RateLimit> limits() {
        return List.of(
                new RateLimit("z", RateKey.ALL, Rate.parse("7/m"), 9, true),
                new RateLimit("a", RateKey.parse("header:X-User"), Rate.parse("1/h"), 0, false));
    }

    private static List<Route> routes() {
        RouteMatch match = new RouteMatch(
                List.of("*.example.org", "a.example"),
                "/shop",
                "",
                "",
                new LinkedHashSet<>(List.of("POST", "GET")),
                ordered("X-B", "1", "X-A", "*"),
                ordered("v", "2"));
        HeaderEdits edits = new HeaderEdits(ordered("X-Z", "1"), ordered("X-Y", "a, b"), List.of("X-D", "X-C"));
        Map<String, Object> all = new HashMap<>();
        all.put("match", match);
        all.put("split", ordered("web", "95", "default", "5"));
        all.put("splitBy", "cookie:lane");
        all.put("mirror", new Mirror("web", 10));
        all.put("rewrite", new Rewrite("/v2", "inside.example"));
        all.put("requestHeaders", edits);
        all.put("responseHeaders", edits);
        Optional<Duration> span = Optional.of(Duration.ofMillis(1500));
        all.put("timeouts", new RouteTimeouts(span, span, span, span, span, span));
        all.put(
                "retry",
                new RouteRetry(Optional.of(2), Optional.of(Set.of("GET")), Optional.of(List.of(RetryCause.RESET))));
        all.put("limits", new RouteLimits(Optional.of(1L << 20)));
        all.put("access", new Access(List.of(), List.of(CidrBlock.parse("10.0.0.0/8"))));
        all.put("rateLimits", limits());
        return List.of(
                Route.named("z-first", all),
                Route.named("a", Map.of("pool", "web", "match", Schema.with(RouteMatch.ANY, "pathExact", "/x"))),
                Route.named(
                        "moved",
                        Map.of(
                                "redirect", new Redirect("https://b.example{path}", 308),
                                "match", Schema.with(RouteMatch.ANY, "pathRegex", "^/a.*b$"),
                                "access", new Access(List.of(CidrBlock.parse("::1")), List.of()))),
                Route.named("told", Map.of("respond", new FixedAnswer(403, "no\n", "text/html"))));
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

package dev.fairlead.server.desired.route;

import dev.fairlead.server.desired.Checks;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.server.desired.Setting;
import dev.fairlead.server.desired.limit.Access;
import dev.fairlead.server.desired.limit.RateLimit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which requests it is for, and what becomes of them: they go to a pool or to one of several, or are answered at once. */
public record Route(
        String name,
        RouteMatch match,

        @Setting(doc = "the pool that serves it; either this, `split`, `redirect` or `respond`")
        String pool,

        @Setting(
                doc = "several pools, each with its weight, a whole number from 0 to 1000000:"
                        + " `split { stable = 95, canary = 5 }`")
        Map<String, String> split,

        @Setting(
                value = "random",
                doc = "what decides between the pools of `split`: `random`, `client` (its address), `header:NAME` or"
                        + " `cookie:NAME`. Equal values go to one pool, and a change of the weights moves no more than it"
                        + " has to. A request without the header is decided by chance; one without the cookie too, and it"
                        + " is given one")
        String splitBy,

        Redirect redirect,
        FixedAnswer respond,
        Mirror mirror,
        Rewrite rewrite,
        HeaderEdits requestHeaders,
        HeaderEdits responseHeaders,
        RouteTimeouts timeouts,
        RouteRetry retry,
        RouteLimits limits,
        Access access,

        @Setting(doc = "how many of its requests are let in; see [rate limits](#rate-limits)")
        List<RateLimit> rateLimits) {

    private static final long MOST_WEIGHT = 1_000_000;

    /** What a route says before anybody has said anything: where readers start. It alone has no name, and leads nowhere. */
    public static final Route BLANK = Schema.of(Route.class).defaults(Map.of("name", ""));

    public Route {
        rateLimits = List.copyOf(rateLimits);
        split = Collections.unmodifiableMap(new LinkedHashMap<>(split));
        Checks checks = Checks.of(
                Route.class,
                name,
                match,
                pool,
                split,
                splitBy,
                redirect,
                respond,
                mirror,
                rewrite,
                requestHeaders,
                responseHeaders,
                timeouts,
                retry,
                limits,
                access,
                rateLimits);
        long ends = Stream.of(!pool.isEmpty(), !split.isEmpty(), redirect.isSet(), respond.isSet())
                .filter(set -> set)
                .count();
        if (ends > 0 || !name.isEmpty()) {
            checks.that(
                    Pool.isName(name),
                    "name",
                    "\"" + name + "\" is not a route name, expected 1 to 63 letters, digits, _ or -");
            checks.that(
                    ends == 1,
                    "pool",
                    (ends == 0 ? "the route leads nowhere" : "the route leads to " + ends + " ends")
                            + ", expected exactly one of pool, split, redirect or respond");
        }
        checkPools(checks, pool, split);
        checks.that(
                SplitKey.isValid(splitBy),
                "split-by",
                "\"" + splitBy + "\" is unknown, expected random, client, header:NAME or cookie:NAME");
        checks.that(
                !mirror.isSet() || !pool.isEmpty() || !split.isEmpty(),
                "mirror.pool",
                "\"" + mirror.pool() + "\" would get copies of requests that no pool serves, expected pool or split"
                        + " beside it");
        checks.that(
                rewrite.pathPrefix().isEmpty() || !match.path().isEmpty(),
                "rewrite.path-prefix",
                "\"" + rewrite.pathPrefix() + "\" would replace what match.path has matched, expected match.path beside"
                        + " it");
        checks.done();
    }

    private static void checkPools(Checks checks, String pool, Map<String, String> split) {
        checks.that(pool.isEmpty() || Pool.isName(pool), "pool", notAPool(pool));
        split.forEach((name, weight) -> {
            checks.that(Pool.isName(name), "split", notAPool(name));
            checks.that(
                    weight.matches("\\d{1,7}") && Long.parseLong(weight) <= MOST_WEIGHT,
                    "split." + name,
                    "\"" + weight + "\" is not a weight, expected a whole number from 0 to " + MOST_WEIGHT);
        });
        checks.that(
                split.isEmpty() || split.values().stream().anyMatch(weight -> !weight.matches("0*")),
                "split",
                "every weight is 0, expected one above it");
    }

    static String notAPool(String text) {
        return "\"" + text + "\" is not a pool name, expected 1 to 63 letters, digits, _ or -";
    }

    /**
     * A route with every default, but for what is given.
     *
     * @param given values of components, by their names in Java
     */
    public static Route named(String name, Map<String, Object> given) {
        Map<String, Object> all = new LinkedHashMap<>(given);
        all.put("name", name);
        return Schema.of(Route.class).defaults(all);
    }

    /** Whether it is the one that leads nowhere yet. */
    public boolean isBlank() {
        return name.isEmpty();
    }

    /** The weight of each pool, in the order of {@link #split}. */
    public Map<String, Integer> weights() {
        Map<String, Integer> weights = new LinkedHashMap<>();
        split.forEach((name, weight) -> weights.put(name, Integer.valueOf(weight)));
        return weights;
    }

    /** Every pool that it may send a request to, the mirror's too: none of them can be removed while it exists. */
    public Stream<String> pools() {
        return Stream.of(Stream.of(pool), split.keySet().stream(), Stream.of(mirror.pool()))
                .flatMap(names -> names)
                .filter(name -> !name.isEmpty())
                .distinct();
    }
}

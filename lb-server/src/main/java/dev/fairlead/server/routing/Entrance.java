package dev.fairlead.server.routing;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.limit.AccessRules;
import dev.fairlead.server.limit.LiveLimit;
import dev.fairlead.server.limit.RateLimits;
import dev.fairlead.server.routing.match.CompiledRoute;
import dev.fairlead.server.routing.match.FoundRoute;
import dev.fairlead.server.routing.match.NoRoute;
import dev.fairlead.server.routing.match.PoolSplit;
import dev.fairlead.server.routing.match.RedirectTarget;
import dev.fairlead.server.routing.match.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The decisions about a request before a backend is chosen, in their order: the server's access and limits, the route, its
 * access and limits, and the limits of the pool. None of them waits, and a request that they let pass costs no objects.
 *
 * @param routes in the order of the table
 * @param pools the limits of the pools that have some
 * @param random for any thread
 */
public record Entrance(
        Gate server,
        RouteTable table,
        List<LiveRoute> routes,
        Map<String, RateLimits> pools,
        EntranceCounters counters,
        RandomGenerator random) {

    /** Everybody may come in, and everything goes to one pool. */
    public static final Entrance OPEN = new Entrance(
            new Gate(AccessRules.NONE, RateLimits.NONE),
            RouteTable.EMPTY,
            List.of(),
            Map.of(),
            new EntranceCounters(),
            new SplittableRandom());

    public Entrance {
        routes = List.copyOf(routes);
        pools = Map.copyOf(pools);
    }

    /** Null if a backend is to answer; then the run knows its route and its pool. */
    @Nullable
    DirectAnswer ask(RequestRun run, long nanos) {
        DirectAnswer answer = decide(run, nanos);
        if (answer != null) {
            counters.count(answer);
        }
        return answer;
    }

    private @Nullable DirectAnswer decide(RequestRun run, long nanos) {
        RequestFacts facts = run.facts();
        DirectAnswer refusal = server.refusal(facts, nanos);
        if (refusal != null) {
            return refusal;
        }
        FoundRoute found = table.find(facts);
        if (found instanceof NoRoute none) {
            return none == NoRoute.NO_ROUTES
                    ? limited(run, DesiredState.DEFAULT_POOL, nanos)
                    : DirectAnswer.Refused.by(none.status(), none.reason());
        }
        LiveRoute route = routes.get(((CompiledRoute) found).place());
        run.takes(route);
        DirectAnswer answer = route.gate().refusal(facts, nanos);
        if (answer == null) {
            answer = answer(route.compiled(), facts);
        }
        return answer == null ? limited(run, pool(run, route.compiled()), nanos) : answer;
    }

    /** What the route answers itself; null if a pool is to. */
    private static @Nullable DirectAnswer answer(CompiledRoute route, RequestFacts facts) {
        Route wanted = route.route();
        RedirectTarget redirect = route.redirect();
        if (redirect != null) {
            String location = redirect.of(facts);
            return location == null
                    ? DirectAnswer.Refused.by(400, EntranceCounters.HOST_UNFIT)
                    : new DirectAnswer.Redirected(wanted.redirect().status(), location);
        }
        return wanted.respond().isSet()
                ? new DirectAnswer.Fixed(
                        wanted.respond().status(),
                        wanted.respond().contentType(),
                        wanted.respond().body())
                : null;
    }

    private String pool(RequestRun run, CompiledRoute route) {
        PoolSplit split = route.split();
        if (split == null) {
            return route.route().pool();
        }
        String key = split.key(run.facts());
        if (key == null && split.cookieName() != null) {
            key = PoolSplit.newKey(random);
            run.keeps(split.cookieName(), key);
        }
        return split.pool(key, random);
    }

    /** Where a request would go that nobody sends; nothing if no pool would serve it. */
    public Optional<String> pool(RequestFacts facts) {
        FoundRoute found = table.find(facts);
        if (found instanceof NoRoute none) {
            return none == NoRoute.NO_ROUTES ? Optional.of(DesiredState.DEFAULT_POOL) : Optional.empty();
        }
        CompiledRoute route = (CompiledRoute) found;
        PoolSplit split = route.split();
        String pool = split == null ? route.route().pool() : split.pool(facts, random);
        return Optional.of(pool).filter(name -> !name.isEmpty());
    }

    /** Every limit that there is. */
    public Stream<LiveLimit> limits() {
        return Stream.of(
                        Stream.of(server.limits()),
                        routes.stream().map(route -> route.gate().limits()),
                        pools.values().stream())
                .flatMap(limits -> limits)
                .flatMap(limits -> limits.limits().stream());
    }

    private @Nullable DirectAnswer limited(RequestRun run, String pool, long nanos) {
        run.goesTo(pool);
        RateLimits limits = pools.get(pool);
        return limits == null ? null : Gate.refusal(limits, run.facts(), nanos);
    }
}

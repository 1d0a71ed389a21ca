package dev.fairlead.server.live;

import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.limit.Access;
import dev.fairlead.server.desired.limit.RateLimit;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.limit.AccessRules;
import dev.fairlead.server.limit.RateLimiter;
import dev.fairlead.server.limit.RateLimits;
import dev.fairlead.server.limit.RateScope;
import dev.fairlead.server.routing.Entrance;
import dev.fairlead.server.routing.EntranceCounters;
import dev.fairlead.server.routing.Gate;
import dev.fairlead.server.routing.LiveRoute;
import dev.fairlead.server.routing.RouteCounters;
import dev.fairlead.server.routing.match.CompiledRoute;
import dev.fairlead.server.routing.match.RouteTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Routes, access lists and limits, as they change: what keeps its name keeps its counts, and a client who is held back is
 * held back by the changed limit too. Belongs to the control thread.
 */
final class LiveEntrance {
    private final RateLimiter limiter;
    private final RunningBackends backends;
    private final RandomGenerator random;
    private final EntranceCounters refusals = new EntranceCounters();
    private Map<RateScope, RateLimits> limits = Map.of();
    private Map<String, RouteCounters> counters = Map.of();
    private List<Route> routes = List.of();
    private RouteTable table = RouteTable.EMPTY;

    /** @param random for any thread */
    LiveEntrance(RateLimiter limiter, RunningBackends backends, RandomGenerator random) {
        this.limiter = limiter;
        this.backends = backends;
        this.random = random;
    }

    /** What is wanted from now on. */
    Entrance of(Frontend frontend, Collection<Pool> pools) {
        if (limiter.keys() != frontend.limits().rateKeys()) {
            limiter.keys(frontend.limits().rateKeys());
        }
        if (!frontend.routes().equals(routes)) {
            table = RouteTable.of(frontend.routes());
            routes = frontend.routes();
        }
        Map<RateScope, RateLimits> nextLimits = new HashMap<>();
        Map<String, RouteCounters> nextCounters = new HashMap<>();
        Gate server = gate(RateScope.SERVER, frontend.access(), frontend.rateLimits(), nextLimits);
        List<LiveRoute> live = new ArrayList<>();
        for (CompiledRoute route : table.routes()) {
            Route wanted = route.route();
            Gate gate = gate(RateScope.route(wanted.name()), wanted.access(), wanted.rateLimits(), nextLimits);
            RouteCounters counted = counters.getOrDefault(wanted.name(), new RouteCounters(backends.lanes()));
            nextCounters.put(wanted.name(), counted);
            live.add(new LiveRoute(route, gate, counted));
        }
        Map<String, RateLimits> ofPools = new HashMap<>();
        for (Pool pool : pools) {
            if (!pool.rateLimits().isEmpty()) {
                ofPools.put(pool.name(), limits(RateScope.pool(pool.name()), pool.rateLimits(), nextLimits));
            }
        }
        limits = nextLimits;
        counters = nextCounters;
        return new Entrance(server, table, live, ofPools, refusals, random);
    }

    private Gate gate(RateScope scope, Access access, List<RateLimit> wanted, Map<RateScope, RateLimits> next) {
        return new Gate(AccessRules.of(access), limits(scope, wanted, next));
    }

    private RateLimits limits(RateScope scope, List<RateLimit> wanted, Map<RateScope, RateLimits> next) {
        RateLimits former = limits.get(scope);
        RateLimits made = (former == null ? limiter.none(scope) : former).with(wanted);
        next.put(scope, made);
        return made;
    }
}

package dev.fairlead.server.routing;

import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.desired.route.RouteRetry;
import dev.fairlead.server.desired.route.RouteTimeouts;
import dev.fairlead.server.routing.match.CompiledRoute;
import org.jspecify.annotations.Nullable;

/** A route as requests take it, with what it has counted. */
public final class LiveRoute {
    private final CompiledRoute compiled;
    private final Gate gate;
    private final RouteCounters counters;
    private final boolean overrides;

    /** The policy of the pool that was asked for last, with this route's over it. A race makes it twice, and alike. */
    private volatile @Nullable Merged merged;

    private record Merged(Pool pool, Pool policy) {}

    public LiveRoute(CompiledRoute compiled, Gate gate, RouteCounters counters) {
        this.compiled = compiled;
        this.gate = gate;
        this.counters = counters;
        Route route = compiled.route();
        this.overrides =
                !route.timeouts().equals(RouteTimeouts.NONE) || !route.retry().equals(RouteRetry.NONE);
    }

    public CompiledRoute compiled() {
        return compiled;
    }

    public Route route() {
        return compiled.route();
    }

    public String name() {
        return compiled.name();
    }

    public Gate gate() {
        return gate;
    }

    public RouteCounters counters() {
        return counters;
    }

    /** What holds for requests of this route in that pool. */
    @SuppressWarnings("ReferenceEquality") // comparing all of a pool would cost more than what it saves
    Pool policy(Pool pool) {
        if (!overrides) {
            return pool;
        }
        Merged known = merged;
        if (known == null || known.pool != pool) {
            Route route = route();
            Pool policy = pool.withTimeouts(route.timeouts().over(pool.timeouts()))
                    .withRetry(route.retry().over(pool.retry()));
            known = new Merged(pool, policy);
            merged = known;
        }
        return known.policy;
    }
}

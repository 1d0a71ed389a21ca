package dev.fairlead.server.state;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import java.util.Set;

/** An edit of a pool's policies. */
@FunctionalInterface
public interface PoolEdit {

    Pool of(Pool pool);

    /**
     * What a document names of a pool, and nothing else.
     *
     * @param keys as paths of a file: {@code pools.web.timeouts.idle}
     */
    static PoolEdit named(Pool document, Set<String> keys) {
        Set<String> named = Set.copyOf(keys);
        return present -> Overlay.of(present, document, named);
    }

    default PoolEdit andThen(PoolEdit next) {
        return present -> next.of(of(present));
    }

    static Change strategy(String pool, StrategyChoice choice) {
        return new Change.EditPool(pool, "strategy " + choice, present -> present.withStrategy(choice));
    }

    static Change health(String pool, HealthPolicy policy) {
        return new Change.EditPool(pool, "health-check", present -> present.withHealthCheck(policy));
    }

    static Change timeouts(String pool, Timeouts timeouts) {
        return new Change.EditPool(pool, "timeouts", present -> present.withTimeouts(timeouts));
    }

    static Change connections(String pool, Connections connections) {
        return new Change.EditPool(pool, "connections", present -> present.withConnections(connections));
    }

    static Change retry(String pool, RetryPolicy retry) {
        return new Change.EditPool(pool, "retry", present -> present.withRetry(retry));
    }
}

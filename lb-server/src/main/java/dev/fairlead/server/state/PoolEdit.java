package dev.fairlead.server.state;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;

/** A change of a pool's policies. */
@FunctionalInterface
public interface PoolEdit {

    Pool of(Pool pool);

    static Change strategy(String pool, StrategyChoice choice) {
        return new Change.EditPool(pool, "strategy " + choice, present -> present.withStrategy(choice));
    }

    static Change health(String pool, HealthPolicy policy) {
        return new Change.EditPool(pool, "health-check", present -> present.withHealth(policy));
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

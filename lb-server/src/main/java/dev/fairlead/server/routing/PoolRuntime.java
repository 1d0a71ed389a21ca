package dev.fairlead.server.routing;

import dev.fairlead.server.desired.RetryPolicy;
import org.jspecify.annotations.Nullable;

/** What a pool keeps across all its tables. */
public final class PoolRuntime {
    private final PoolCounters counters;
    private final RetryBudget budget;
    private volatile @Nullable TrafficObserver observer;

    private PoolRuntime(PoolCounters counters, RetryBudget budget) {
        this.counters = counters;
        this.budget = budget;
    }

    public static PoolRuntime opened(int lanes) {
        return new PoolRuntime(new PoolCounters(lanes), new RetryBudget(lanes));
    }

    public PoolCounters counters() {
        return counters;
    }

    public RetryBudget budget() {
        return budget;
    }

    /** Takes a retry out of the budget; false, which is counted, if there is none left. */
    boolean takeRetry(int lane, RetryPolicy policy, long nowNanos) {
        boolean granted = budget.withdraw(policy, nowNanos);
        if (!granted) {
            counters.budgetSpent(lane);
        }
        return granted;
    }

    /** The onlooker for this pool's requests; usually none. */
    public @Nullable TrafficObserver observer() {
        return observer;
    }

    /** @param next from the next request on; null for none */
    public void observer(@Nullable TrafficObserver next) {
        observer = next;
    }
}

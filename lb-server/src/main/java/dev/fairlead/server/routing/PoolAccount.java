package dev.fairlead.server.routing;

/** What a pool keeps over all its tables. */
public record PoolAccount(PoolCounters counters, RetryBudget budget) {

    public static PoolAccount opened(int lanes) {
        return new PoolAccount(new PoolCounters(lanes), new RetryBudget(lanes));
    }
}

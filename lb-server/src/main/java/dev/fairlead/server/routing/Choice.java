package dev.fairlead.server.routing;

import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.spi.Endpoint;
import org.jspecify.annotations.Nullable;

/** Who gets the next attempt of a request: the strategy says, as long as it does not ask the same backend again in vain. */
final class Choice {

    private Choice() {}

    static Attempt of(RequestRun run, RequestRuns runs, PoolTable pool, Pool policy, GuardedSelector selector) {
        return attempt(run, runs, pool, policy, selector, ask(run, pool, selector));
    }

    static Attempt seenBy(
            TrafficObserver observer,
            RequestRun run,
            RequestRuns runs,
            PoolTable pool,
            Pool policy,
            GuardedSelector selector) {
        long before = runs.now();
        Endpoint answer = ask(run, pool, selector);
        long nanos = runs.now() - before;
        Attempt attempt = attempt(run, runs, pool, policy, selector, answer);
        attempt.followedBy(observer.chosen(run.facts(), attempt, nanos));
        return attempt;
    }

    /**
     * The strategy may ignore that a backend was tried, so the host enforces it: it asks again, then chooses itself.
     *
     * @return null if the host has to choose
     */
    private static @Nullable Endpoint ask(RequestRun run, PoolTable pool, GuardedSelector selector) {
        Endpoint answer = selector.ask(run, run.lane());
        if (answer != null && run.tried(answer) && hasFree(run, pool)) {
            answer = selector.ask(run, run.lane());
            if (answer != null && run.tried(answer)) {
                return null;
            }
        }
        return answer;
    }

    private static Attempt attempt(
            RequestRun run,
            RequestRuns runs,
            PoolTable pool,
            Pool policy,
            GuardedSelector selector,
            @Nullable Endpoint answer) {
        int index = answer == null ? selector.rotate(run).index() : answer.index();
        return new Attempt(
                runs, run.lane(), pool, policy, pool.endpoints().endpoint(index), answer == null ? null : selector);
    }

    /** Whether there is a backend that the request was not at. */
    static boolean hasFree(RequestRun run, PoolTable pool) {
        TableEndpoints endpoints = pool.endpoints();
        for (int i = 0; i < endpoints.size(); i++) {
            if (!run.tried(endpoints.endpoint(i))) {
                return true;
            }
        }
        return false;
    }
}

package dev.fairlead.spi.testkit.contract.choice;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.List;

/** With one, all but one, and all endpoints tried, for any weights. */
final class TriedAvoided implements Rule {
    @Override
    public String id() {
        return "tried-avoided";
    }

    @Override
    public String name() {
        return "prefers an endpoint not yet tried";
    }

    @Override
    public Observation examine(Subject subject) {
        int retries = 0;
        for (FakePool pool : List.of(
                FakePool.of("a", "b"),
                FakePool.of("a", "b", "c"),
                FakePool.of("a=1000", "b", "c"),
                FakePool.ofSize(40))) {
            Trial trial = subject.trial(4);
            Selector selector = trial.rebuild(pool);
            for (int client = 0; client < 500; client++) {
                retries += retry(selector, pool, FakeRequest.ofClient(client));
                retries += avoid(selector, pool, FakeRequest.ofClient(client), client % pool.size());
            }
        }
        return Observation.of(retries + " retries, each to an untried endpoint while there was one");
    }

    /** Other requests come between the failed choice and its retry, so the same answer may come up again. */
    private static int avoid(Selector selector, FakePool pool, FakeRequest request, int tried) {
        request.tried(pool.endpoint(tried).id());
        for (int i = 0; i < pool.size(); i++) {
            demandUntried(Trial.choice(selector, pool, request), pool, request);
        }
        return pool.size();
    }

    /** Fails at one endpoint after the other. */
    private static int retry(Selector selector, FakePool pool, FakeRequest request) {
        for (int attempt = 0; attempt < pool.size(); attempt++) {
            FakeEndpoint endpoint = Trial.choice(selector, pool, request);
            demandUntried(endpoint, pool, request);
            request.tried(endpoint.id());
        }
        Trial.choice(selector, pool, request);
        return pool.size();
    }

    private static void demandUntried(FakeEndpoint endpoint, FakePool pool, FakeRequest request) {
        if (request.tried(endpoint)) {
            throw new Violation("answered " + endpoint + ", which the request had already tried, while others of "
                    + pool + " were untried: " + request);
        }
    }
}

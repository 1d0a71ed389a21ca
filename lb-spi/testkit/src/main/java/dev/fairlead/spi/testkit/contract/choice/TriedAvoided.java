package dev.fairlead.spi.testkit.contract.choice;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.List;

/** With one tried, with all but one tried, and with all tried, whatever the weights. */
final class TriedAvoided implements Rule {
    @Override
    public String id() {
        return "tried-avoided";
    }

    @Override
    public String name() {
        return "prefers an endpoint that was not tried";
    }

    @Override
    public String examine(Subject subject) {
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
            }
        }
        return retries + " retries, each elsewhere as long as there was an elsewhere";
    }

    /** Fails everywhere, one after the other. */
    private static int retry(Selector selector, FakePool pool, FakeRequest request) {
        for (int attempt = 0; attempt < pool.size(); attempt++) {
            FakeEndpoint endpoint = Trial.choice(selector, pool, request);
            if (request.tried(endpoint)) {
                throw new Violation("answered " + endpoint + " for " + request + " while others of " + pool
                        + " were not tried yet");
            }
            request.tried(endpoint.id());
        }
        Trial.choice(selector, pool, request);
        return pool.size();
    }
}

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

/**
 * A strategy that claims an affinity keeps it: the same client stays on its endpoint, also across a rebuild of the same
 * pool.
 */
final class AffinityHolds implements Rule {
    private static final int CLIENTS = 500;

    @Override
    public String id() {
        return "affinity-holds";
    }

    @Override
    public String name() {
        return "keeps requests with the same affinity together";
    }

    @Override
    public Observation examine(Subject subject) {
        Trial trial = subject.trial(16);
        FakePool pool = FakePool.of("a=3", "b", "c=2", "d");
        Selector selector = trial.rebuild(pool);
        FakePool same = pool.again();
        Selector rebuilt = trial.rebuild(same);
        if (selector.affinity(FakeRequest.ofClient(0)) == 0) {
            return Observation.inapplicable("the choice does not depend on the request");
        }
        for (int i = 0; i < CLIENTS; i++) {
            FakeRequest request = FakeRequest.ofClient(i);
            long affinity = selector.affinity(request);
            FakeEndpoint endpoint = Trial.choice(selector, pool, request);
            FakeRequest later = FakeRequest.ofClient(i);
            if (selector.affinity(later) != affinity || rebuilt.affinity(later) != affinity) {
                throw new Violation("the affinity of the same client changed: " + request);
            }
            if (!Trial.choice(rebuilt, same, later).id().equals(endpoint.id())) {
                throw new Violation(
                        "the same client went to " + endpoint + ", and elsewhere after a rebuild: " + request);
            }
        }
        return Observation.of(CLIENTS + " clients stayed on their endpoints");
    }
}

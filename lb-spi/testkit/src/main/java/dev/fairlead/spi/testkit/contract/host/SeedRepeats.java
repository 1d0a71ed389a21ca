package dev.fairlead.spi.testkit.contract.host;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time and randomness come only from the context, so the same ones lead to the same choices. */
final class SeedRepeats implements Rule {
    private static final int REQUESTS = 2_000;

    @Override
    public String id() {
        return "seed-repeats";
    }

    @Override
    public String name() {
        return "is repeatable with a seed";
    }

    @Override
    public Observation examine(Subject subject) {
        List<String> once = choices(subject.trial(11));
        List<String> again = choices(subject.trial(11));
        for (int i = 0; i < once.size(); i++) {
            if (!once.get(i).equals(again.get(i))) {
                throw new Violation("with the same seed, clock and requests, choice " + i + " was " + once.get(i)
                        + " the first time and " + again.get(i) + " the second");
            }
        }
        return Observation.of(REQUESTS + " choices, twice the same");
    }

    private static List<String> choices(Trial trial) {
        List<String> choices = new ArrayList<>(REQUESTS);
        FakePool pool = FakePool.of("a=3", "b", "c=2", "d");
        Selector selector = trial.rebuild(pool);
        for (int i = 0; i < REQUESTS; i++) {
            if (i % 500 == 499) {
                pool = pool.with("e" + i, 1);
                selector = trial.rebuild(pool);
            }
            FakeAttempt attempt = FakeAttempt.responded(Duration.ofMillis(1 + i % 40));
            FakeEndpoint endpoint = trial.serve(selector, pool, FakeRequest.ofClient(i), attempt);
            choices.add(endpoint.id());
        }
        return choices;
    }
}

package dev.fairlead.spi.testkit.contract.choice;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.ChoiceCounts;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Share;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import java.util.List;

/** Many clients, one request after the other, all served equally well. */
final class FairShare implements Rule {
    private static final int REQUESTS = 40_000;

    @Override
    public String id() {
        return "fair-share";
    }

    @Override
    public String name() {
        return "gives each endpoint its share";
    }

    @Override
    public Observation examine(Subject subject) {
        if (subject.share() == Share.UNPROMISED) {
            return Observation.inapplicable("no share is promised");
        }
        String words = "";
        for (FakePool pool : List.of(
                FakePool.of("a", "b", "c"), FakePool.of("a=5", "b", "c"), FakePool.ofWeights(1, 2, 3, 4, 5, 6, 7, 8))) {
            Trial trial = subject.trial(2);
            Selector selector = trial.rebuild(pool);
            ChoiceCounts counts = new ChoiceCounts(pool);
            for (int i = 0; i < REQUESTS; i++) {
                counts.add(trial.serve(selector, pool, FakeRequest.ofClient(i), Trial.GOOD));
            }
            words = counts.demand(subject, selector, "all served equally well");
        }
        return Observation.of(words);
    }
}

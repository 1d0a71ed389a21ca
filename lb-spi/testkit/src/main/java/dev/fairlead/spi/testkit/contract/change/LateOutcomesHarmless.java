package dev.fairlead.spi.testkit.contract.change;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.Locale;

/**
 * Outcomes arrive at the selector that chose long after others have replaced it, for endpoints that are gone and whose
 * index now belongs to others, and even after the strategy was closed.
 */
final class LateOutcomesHarmless implements Rule {
    @Override
    public String id() {
        return "late-outcomes";
    }

    @Override
    public String name() {
        return "tolerates late outcomes";
    }

    @Override
    public Observation examine(Subject subject) throws Exception {
        Trial trial = subject.trial(8);
        FakePool before = FakePool.of("a", "b", "c", "d");
        Selector old = trial.rebuild(before);
        trial.serveMany(old, before, 1_000, "none of them");
        FakeEndpoint gone = before.named("a");
        FakePool after = before.without("a");
        Selector present = trial.rebuild(after);
        double fairBefore = fairnessOfSuccessor(present, after);
        for (int i = 0; i < 200; i++) {
            old.onOutcome(gone, Trial.SLOW);
        }
        double fairAfter = fairnessOfSuccessor(present, after);
        if (fairBefore > 0.5 && fairAfter < 0.5 * fairBefore) {
            throw new Violation(String.format(
                    Locale.ROOT,
                    "late outcomes of an endpoint that is gone cost the one that has its index now: "
                            + "%.0f %% of its fair share before, %.0f %% after",
                    100 * fairBefore,
                    100 * fairAfter));
        }
        trial.strategy().close();
        old.onOutcome(gone, Trial.GOOD);
        present.onOutcome(after.endpoint(0), Trial.SLOW);
        Trial.tally(present, after, 100);
        return Observation.of("200 outcomes of a removed endpoint, and more after close");
    }

    private static double fairnessOfSuccessor(Selector selector, FakePool pool) {
        return Trial.tally(selector, pool, 3_000).fairness(pool.endpoint(0));
    }
}

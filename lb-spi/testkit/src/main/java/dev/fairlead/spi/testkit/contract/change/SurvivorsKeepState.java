package dev.fairlead.spi.testkit.contract.change;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.ChoiceCounts;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Share;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.Locale;

/**
 * A rebuild does not reset the strategy: shares are right even with a rebuild before every request, and what was
 * learned about an endpoint survives a rebuild that moves it to another index.
 */
final class SurvivorsKeepState implements Rule {
    private static final int REBUILDS = 300;

    @Override
    public String id() {
        return "state-kept";
    }

    @Override
    public String name() {
        return "keeps its state across rebuilds";
    }

    @Override
    public Observation examine(Subject subject) {
        String shares = subject.share() == Share.UNPROMISED ? "no share is promised" : sharesHold(subject);
        return Observation.of(shares + "; " + knowledgeHolds(subject));
    }

    private static String sharesHold(Subject subject) {
        Trial trial = subject.trial(5);
        FakePool pool = FakePool.of("a=3", "b=2", "c");
        Selector selector = trial.rebuild(pool);
        ChoiceCounts counts = new ChoiceCounts(pool);
        for (int i = 0; i < REBUILDS; i++) {
            pool = pool.again();
            selector = trial.rebuild(pool);
            counts.add(trial.serve(selector, pool, FakeRequest.ofClient(i), Trial.GOOD));
        }
        return counts.demand(subject, selector, "with a rebuild before each request");
    }

    private static String knowledgeHolds(Subject subject) {
        Trial trial = subject.trial(6);
        FakePool pool = FakePool.of("a", "b", "c", "d");
        Selector selector = trial.rebuild(pool);
        double atFirst = fairnessOfB(selector, pool);
        trial.serveMany(selector, pool, 4_000, "b");
        double before = fairnessOfB(selector, pool);
        if (before > 0.5 || atFirst < 0.75) {
            return "latencies are not learned";
        }
        demand(before, trial, pool.again(), "a rebuild of the same pool");
        demand(before, trial, pool.with("e", 1), "an endpoint was added");
        demand(before, trial, pool.without("a"), "an endpoint before it was removed");
        trial.rebuild(pool.without("b").with("b2", 1));
        demand(before, trial, pool.again(), "a rebuild whose result was thrown away");
        return String.format(Locale.ROOT, "a slow endpoint stayed at %.0f %% of its fair share", 100 * before);
    }

    private static void demand(double before, Trial trial, FakePool pool, String after) {
        double fairness = fairnessOfB(trial.rebuild(pool), pool);
        if (fairness > 0.75) {
            throw new Violation(String.format(
                    Locale.ROOT,
                    "an endpoint known to be slow had %.0f %% of its fair share before and %.0f %% after: %s",
                    100 * before,
                    100 * fairness,
                    after));
        }
    }

    private static double fairnessOfB(Selector selector, FakePool pool) {
        return Trial.tally(selector, pool, 2_000).fairness(pool.named("b"));
    }
}

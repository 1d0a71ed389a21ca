package dev.fairlead.spi.testkit.contract.choice;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.ChoiceCounts;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Share;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * An endpoint that fails or is slow for a while and then recovers must get requests again. Health checks are not the
 * strategy's job: as long as the host includes an endpoint, it should get some traffic.
 */
final class NobodyStarves implements Rule {
    private static final int BAD_TIMES = 2_000;
    private static final int GOOD_TIMES = 60_000;

    @Override
    public String id() {
        return "nobody-starves";
    }

    @Override
    public String name() {
        return "lets no endpoint starve after a bad period";
    }

    @Override
    public Observation examine(Subject subject) {
        if (subject.share() == Share.UNPROMISED) {
            return Observation.inapplicable("no share is promised");
        }
        double least = Double.MAX_VALUE;
        for (Attempt bad : List.of(
                Trial.SLOW,
                FakeAttempt.serverError(Duration.ofMillis(1)),
                FakeAttempt.without(Outcome.TIMED_OUT, Duration.ofSeconds(30)))) {
            least = Math.min(least, fairnessAfter(subject, bad));
        }
        return Observation.of(String.format(Locale.ROOT, "at least %.0f %% of its fair share", 100 * least));
    }

    private static double fairnessAfter(Subject subject, Attempt bad) {
        Trial trial = subject.trial(3);
        FakePool pool = FakePool.of("a", "b", "c", "d");
        Selector selector = trial.rebuild(pool);
        for (int i = 0; i < BAD_TIMES; i++) {
            FakeEndpoint endpoint = Trial.choice(selector, pool, FakeRequest.ofClient(i));
            trial.clock().advanceNanos(1_000_000);
            selector.onOutcome(endpoint, endpoint.index() == 0 ? bad : Trial.GOOD);
        }
        ChoiceCounts counts = new ChoiceCounts(pool);
        for (int i = 0; i < GOOD_TIMES; i++) {
            counts.add(trial.serve(selector, pool, FakeRequest.ofClient(i), Trial.GOOD));
        }
        double fairness = counts.fairness(pool.endpoint(0));
        if (fairness < 0.01) {
            throw new Violation(String.format(
                    Locale.ROOT,
                    "after bad times (%s), an endpoint that was well again got %.2f %% of its fair share of %d requests",
                    bad.outcome(),
                    100 * fairness,
                    GOOD_TIMES));
        }
        return fairness;
    }
}

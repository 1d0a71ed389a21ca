package dev.fairlead.spi.testkit.contract.choice;

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
import java.util.Locale;

/** If endpoints have scores, the chosen ones score better than average, and asking for scores changes nothing. */
final class ScoreExplainsChoice implements Rule {
    private static final int REQUESTS = 2_000;

    @Override
    public String id() {
        return "score-explains";
    }

    @Override
    public String name() {
        return "scores endpoints as it chooses them";
    }

    @Override
    public Observation examine(Subject subject) {
        FakePool pool = FakePool.ofSize(5);
        FakePool twin = FakePool.ofSize(5);
        Selector asked = taught(subject, pool);
        Selector left = taught(subject, twin);
        double chosen = 0;
        double all = 0;
        for (int i = 0; i < REQUESTS; i++) {
            FakeRequest request = FakeRequest.ofClient(i);
            for (int j = 0; j < pool.size(); j++) {
                all += asked.score(pool.endpoint(j), request) / pool.size();
            }
            FakeEndpoint endpoint = Trial.choice(asked, pool, request);
            chosen += asked.score(endpoint, request);
            FakeEndpoint unasked = Trial.choice(left, twin, request);
            if (endpoint.index() != unasked.index()) {
                throw new Violation("asking for scores changed choice " + i + " from " + unasked + " to " + endpoint);
            }
        }
        if (Double.isNaN(all)) {
            return Observation.inapplicable("there are no scores");
        }
        if (!(chosen <= all)) {
            throw new Violation(String.format(
                    Locale.ROOT,
                    "lower scores are better, but the chosen endpoints score %.3g and all of them %.3g on average",
                    chosen / REQUESTS,
                    all / REQUESTS));
        }
        return Observation.of(
                String.format(Locale.ROOT, "chosen %.3g, all %.3g on average", chosen / REQUESTS, all / REQUESTS));
    }

    /** Endpoints get slower and busier with their index. */
    private static Selector taught(Subject subject, FakePool pool) {
        Trial trial = subject.trial(15);
        Selector selector = trial.rebuild(pool);
        for (int i = 0; i < 50 * pool.size(); i++) {
            FakeEndpoint endpoint = pool.endpoint(i % pool.size());
            trial.clock().advanceNanos(1_000_000);
            selector.onOutcome(endpoint, FakeAttempt.responded(Duration.ofMillis(5L + 20L * endpoint.index())));
        }
        for (int i = 0; i < pool.size(); i++) {
            pool.endpoint(i).inFlight(2 * i);
        }
        return selector;
    }
}

package dev.fairlead.strategy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PeakEwmaTest {
    private static final Attempt FAST = FakeAttempt.responded(Duration.ofMillis(10));

    private final ManualClock clock = new ManualClock();
    private final Strategy strategy =
            new PeakEwmaProvider().create(FakeContext.seeded(1).clock(clock));
    private final FakeRequest request = FakeRequest.get("/");
    private FakePool pool = FakePool.of("a", "b", "c", "d");
    private Selector selector = strategy.rebuild(pool);

    @Test
    void oneSlowAnswerIsBelievedAtOnce() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.responded(Duration.ofSeconds(1)));

        assertThat(shareOfA()).isLessThan(0.02);
    }

    @Test
    void slownessIsForgottenWithTime() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.responded(Duration.ofMillis(100)));
        assertThat(shareOfA()).isLessThan(0.02);

        clock.advance(Duration.ofSeconds(25));
        for (String id : new String[] {"b", "c", "d"}) {
            selector.onOutcome(pool.named(id), FAST);
        }

        assertThat(shareOfA()).isGreaterThan(0.2);
    }

    @Test
    void smallDifferencesAreNoise() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.responded(Duration.ofMillis(11)));

        assertThat(shareOfA()).isCloseTo(0.25, within(0.03));
    }

    @Test
    void fastFailuresAttractNobody() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.serverError(Duration.ofMillis(1)));

        assertThat(shareOfA()).isLessThan(0.02);
    }

    @Test
    void successEndsTheFailure() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.serverError(Duration.ofMillis(1)));
        selector.onOutcome(pool.named("a"), FAST);

        assertThat(shareOfA()).isCloseTo(0.25, within(0.03));
    }

    @Test
    void oldFailureIsForgotten() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.without(Outcome.CONNECT_FAILED, Duration.ofMillis(1)));
        clock.advance(Duration.ofSeconds(11));

        assertThat(shareOfA()).isCloseTo(0.25, within(0.03));
    }

    @Test
    void clientThatWentAwayIsNotTheBackendsFault() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.without(Outcome.ABANDONED, Duration.ofMillis(2)));

        assertThat(shareOfA()).isCloseTo(0.25, within(0.03));
    }

    @Test
    void newcomerIsNotOverrunBeforeItsFirstAnswer() {
        answerAll(FAST);
        pool = pool.with("e", 1);
        selector = strategy.rebuild(pool);
        FakeEndpoint newcomer = pool.named("e");
        for (int i = 0; i < 100; i++) {
            pool.fake(selector.select(request)).begin();
        }

        assertThat(newcomer.inFlight()).isBetween(10, 30);
    }

    @Test
    void whoeverComesBackIsStillKnown() {
        answerAll(FAST);
        selector.onOutcome(pool.named("a"), FakeAttempt.responded(Duration.ofSeconds(1)));
        strategy.rebuild(pool.without("a"));
        selector = strategy.rebuild(pool);

        assertThat(shareOfA()).isLessThan(0.02);
    }

    @Test
    void heavierBackendIsNotPunishedForItsLongerQueue() {
        FakePool weighted = FakePool.of("a=3", "b");
        Selector balanced = strategy.rebuild(weighted);
        for (int i = 0; i < 400; i++) {
            weighted.fake(balanced.select(request)).begin();
        }

        assertThat(weighted.named("a").inFlight()).isBetween(270, 330);
    }

    private void answerAll(Attempt attempt) {
        for (int i = 0; i < pool.size(); i++) {
            selector.onOutcome(pool.endpoint(i), attempt);
        }
    }

    private double shareOfA() {
        int choices = 10_000;
        int chosen = 0;
        for (int i = 0; i < choices; i++) {
            chosen += selector.select(request).id().equals("a") ? 1 : 0;
        }
        return (double) chosen / choices;
    }
}

package dev.fairlead.server.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardedSelectorTest {
    private static final int LANE = 3;

    private final FakeEndpoints endpoints = new FakeEndpoints(3);
    private final RequestView request = FakeEndpoints.request();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final StrategyGuard guard = new StrategyGuard("default", "foreign", now::get);
    private final PluginThread thread = new PluginThread("foreign.jar", Duration.ofSeconds(20));
    private final AtomicInteger asked = new AtomicInteger();
    private Selector foreign = view -> endpoints.endpoint(2);
    private final GuardedSelector selector = new GuardedSelector(
            guard,
            endpoints,
            view -> {
                asked.incrementAndGet();
                return foreign.select(view);
            },
            thread);

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void theStrategysAnswerIsTaken() {
        assertThat(select()).isSameAs(endpoints.endpoint(2));
        assertThat(guard.errors()).isZero();
    }

    @Test
    void whatItThrowsCostsNoRequest() {
        foreign = view -> {
            throw new StackOverflowError("deep");
        };
        assertThat(select()).isSameAs(endpoints.endpoint(0));
        assertThat(select()).isSameAs(endpoints.endpoint(1));
        assertThat(guard.errors()).isEqualTo(2);
    }

    @Test
    void aStrangerOfTheSameIndexIsNotTaken() {
        Endpoint stranger = new FakeEndpoints(3).endpoint(1);
        foreign = view -> stranger;
        assertThat(select()).isIn(endpoints).isNotSameAs(stranger);
        assertThat(guard.errors()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless plug-in does
    void noAnswerIsNotTaken() {
        foreign = view -> null;
        assertThat(select()).isIn(endpoints);
        assertThat(selector.ask(request, LANE)).isNull();
        assertThat(guard.errors()).isEqualTo(2);
    }

    @Test
    void rotationPassesOverWhatWasTried() {
        RequestView tired = FakeEndpoints.request(endpoints.endpoint(0), endpoints.endpoint(1));
        for (int i = 0; i < 5; i++) {
            assertThat(selector.rotate(tired)).isSameAs(endpoints.endpoint(2));
        }
        RequestView exhausted =
                FakeEndpoints.request(endpoints.endpoint(0), endpoints.endpoint(1), endpoints.endpoint(2));
        assertThat(selector.rotate(exhausted)).isIn(endpoints);
    }

    @Test
    void afterRepeatedFailuresItIsLeftAloneForAWhileAndThenTriedByOneRequest() {
        foreign = view -> {
            throw new IllegalStateException("bad day");
        };
        trip();
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.TRIPPED);

        int before = asked.get();
        select();
        assertThat(asked).hasValue(before);

        now.addAndGet(Breaker.FIRST_PAUSE_NANOS);
        foreign = view -> {
            // whoever comes while the trial is under way is served by rotation
            assertThat(selector.ask(request, LANE)).isNull();
            return endpoints.endpoint(2);
        };
        assertThat(selector.ask(request, LANE)).isSameAs(endpoints.endpoint(2));
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.ASKED);
    }

    @Test
    void aFailedTrialDoublesThePause() {
        foreign = view -> {
            throw new IllegalStateException("bad day");
        };
        trip();
        now.addAndGet(Breaker.FIRST_PAUSE_NANOS);
        select();
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.TRIPPED);

        int before = asked.get();
        now.addAndGet(2 * Breaker.FIRST_PAUSE_NANOS - 1);
        select();
        assertThat(asked).hasValue(before);
        now.addAndGet(1);
        select();
        assertThat(asked).hasValue(before + 1);
    }

    @Test
    void rareFailuresDoNotTripIt() {
        foreign = view -> {
            throw new IllegalStateException("once in a while");
        };
        for (int i = 0; i < 10 * StrategyGuard.TOLERATED; i++) {
            select();
            now.addAndGet(StrategyGuard.WINDOW_NANOS / 5);
        }
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.ASKED);
    }

    @Test
    void whatItThrowsWhenItIsToldAnOutcomeStaysInside() {
        GuardedSelector bad = learning(() -> {
            throw new NoClassDefFoundError("gone");
        });
        bad.onOutcome(endpoints.endpoint(0), new Answered(), LANE);
        assertThat(guard.errors()).isEqualTo(1);
        assertThat(guard.lastFailure()).contains("threw java.lang.NoClassDefFoundError: gone in onOutcome");
    }

    @Test
    void scoresAreToldOnThePluginsOwnThread() {
        GuardedSelector scoring = scoring(endpoint -> {
            assertThat(Thread.currentThread().getName()).isEqualTo("fairlead-plugin-foreign.jar");
            return endpoint.index() * 2;
        });
        assertThat(scoring.scores(request).join()).containsExactly(0, 2, 4);
        assertThat(selector.scores(request).join()).containsOnly(Double.NaN);
    }

    @Test
    void whoAsksForScoresInVainTakesTheStrategyFromNobody() {
        GuardedSelector bad = scoring(endpoint -> {
            throw new IllegalStateException("no");
        });
        for (int i = 0; i < 2 * StrategyGuard.TOLERATED; i++) {
            assertThat(bad.scores(request).join()).hasSize(3).containsOnly(Double.NaN);
        }
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.ASKED);
        assertThat(guard.lastFailure()).contains("told no scores: it threw java.lang.IllegalStateException: no");
    }

    @Test
    void aScoreThatDoesNotComeIsGivenUp() {
        CountDownLatch hold = new CountDownLatch(1);
        try (PluginThread impatient = new PluginThread("foreign.jar", Duration.ofMillis(50))) {
            GuardedSelector hanging = scoring(impatient, endpoint -> {
                hold.await();
                return 0;
            });
            assertThat(hanging.scores(request).join()).containsOnly(Double.NaN);
            assertThat(guard.lastFailure()).contains("told no scores: it took longer than 50 ms");
        } finally {
            hold.countDown();
        }
    }

    @Test
    void oneThatIsSlowIsLeftAlone() {
        foreign = view -> {
            now.addAndGet(StrategyGuard.SLOW_NANOS);
            return endpoints.endpoint(2);
        };
        for (int i = 0; i < Turnstile.TIMED * (StrategyGuard.TOLERATED - 1); i++) {
            assertThat(selector.ask(request, LANE)).isSameAs(endpoints.endpoint(2));
        }
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.ASKED);
        for (int i = 0; i < 2 * Turnstile.TIMED; i++) {
            selector.ask(request, LANE);
        }
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.TRIPPED);
        assertThat(guard.lastFailure()).contains("took 1000 µs for a choice, expected less than 1000 µs");
    }

    @Test
    void oneThatIsSlowToLearnIsLeftAloneToo() {
        GuardedSelector slow = learning(() -> now.addAndGet(StrategyGuard.SLOW_NANOS));
        for (int i = 0; i < 2 * Turnstile.TIMED * StrategyGuard.TOLERATED; i++) {
            Endpoint chosen = slow.ask(request, LANE);
            if (chosen != null) {
                slow.onOutcome(chosen, new Answered(), LANE);
            }
        }
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.TRIPPED);
        assertThat(guard.lastFailure()).contains("took 1000 µs for an outcome");
    }

    @Test
    void oneThatIsSlowNowAndThenIsNotTheStrategysFault() {
        AtomicInteger calls = new AtomicInteger();
        foreign = view -> {
            boolean slow = calls.incrementAndGet() / Turnstile.TIMED % 10 == 0;
            now.addAndGet(slow ? StrategyGuard.SLOW_NANOS : 100);
            return endpoints.endpoint(2);
        };
        for (int i = 0; i < 100 * Turnstile.TIMED * StrategyGuard.TOLERATED; i++) {
            selector.ask(request, LANE);
        }
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.ASKED);
    }

    @Test
    void oneThatDoesNotComeBackIsLeftAloneByAllOthers() {
        foreign = view -> {
            lookTooOften();
            return endpoints.endpoint(2);
        };
        assertThat(selector.ask(request, 1)).isSameAs(endpoints.endpoint(2));
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.TRIPPED);
        assertThat(guard.errors()).isEqualTo(1);
        assertThat(guard.lastFailure())
                .contains("has blocked " + Thread.currentThread().getName() + " for more than 400 ms");
        assertThat(selector.ask(request, 2)).isNull();
        now.addAndGet(StrategyGuard.STALL_PAUSE_NANOS - 1);
        assertThat(selector.ask(request, 2)).isNull();
        now.addAndGet(1);
        foreign = view -> endpoints.endpoint(2);
        assertThat(selector.ask(request, 2)).isNotNull();
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.ASKED);
    }

    @Test
    void oneThatDoesNotComeBackFromAnOutcomeIsToldNoOther() {
        AtomicInteger told = new AtomicInteger();
        GuardedSelector hanging = learning(() -> {
            told.incrementAndGet();
            lookTooOften();
        });
        hanging.onOutcome(endpoints.endpoint(0), new Answered(), 1);
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.TRIPPED);
        hanging.onOutcome(endpoints.endpoint(0), new Answered(), 2);
        assertThat(told).hasValue(1);
        assertThat(hanging.ask(request, 2)).isNull();
    }

    @Test
    void whatHangsInItsTrialIsNoLongerOnTrialWhenItComesBack() {
        foreign = view -> {
            lookTooOften();
            return endpoints.endpoint(2);
        };
        selector.ask(request, 1);
        now.addAndGet(StrategyGuard.STALL_PAUSE_NANOS);
        assertThat(selector.ask(request, 2)).isSameAs(endpoints.endpoint(2));
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.TRIPPED);
        assertThat(guard.errors()).isEqualTo(2);
    }

    @Test
    void whoComesBackInTimeIsNotSeenAsStuck() {
        for (int i = 0; i < 10 * StrategyWatchdog.LOOKS; i++) {
            selector.ask(request, 1);
            guard.look();
        }
        assertThat(guard.state()).isEqualTo(StrategyGuard.State.ASKED);
    }

    private void lookTooOften() {
        for (int i = 0; i <= StrategyWatchdog.LOOKS; i++) {
            guard.look();
        }
    }

    private GuardedSelector scoring(Score score) {
        return scoring(thread, score);
    }

    private GuardedSelector scoring(PluginThread apart, Score score) {
        Selector scores = new Selector() {
            @Override
            public Endpoint select(RequestView view) {
                return endpoints.endpoint(0);
            }

            @Override
            public double score(Endpoint endpoint, RequestView view) {
                try {
                    return score.of(endpoint);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        return new GuardedSelector(guard, endpoints, scores, apart);
    }

    private interface Score {
        double of(Endpoint endpoint) throws InterruptedException;
    }

    private GuardedSelector learning(Runnable onOutcome) {
        Selector learns = new Selector() {
            @Override
            public Endpoint select(RequestView view) {
                return endpoints.endpoint(0);
            }

            @Override
            public void onOutcome(Endpoint endpoint, Attempt attempt) {
                onOutcome.run();
            }
        };
        return new GuardedSelector(guard, endpoints, learns, thread);
    }

    /** As a request would: what the strategy does not choose is chosen in turn. */
    private Endpoint select() {
        Endpoint asked = selector.ask(request, LANE);
        return asked == null ? selector.rotate(request) : asked;
    }

    private void trip() {
        for (int i = 0; i < StrategyGuard.TOLERATED; i++) {
            select();
        }
    }

    private static final class Answered implements Attempt {
        @Override
        public Outcome outcome() {
            return Outcome.RESPONDED;
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public long latencyNanos() {
            return 1;
        }
    }
}

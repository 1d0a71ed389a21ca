package dev.fairlead.spi.testkit.contract.host;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.ManualClock;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * The origin of the clock does not matter: a strategy remembers and forgets in the same way when the clock passes the
 * overflow of a long, or of the integers in which a strategy may keep milliseconds, microseconds or ticks, and when it
 * reads a value that a strategy may use for "never".
 */
final class ClockOverflow implements Rule {
    private static final long NOWHERE_NEAR = 3L << 40;
    private static final Duration LATER = Duration.ofMinutes(1);

    @Override
    public String id() {
        return "clock-overflow";
    }

    @Override
    public String name() {
        return "survives a clock overflow";
    }

    @Override
    public Observation examine(Subject subject) {
        long[] moments = moments();
        boolean asked = false;
        for (Attempt bad : List.of(Trial.SLOW, FakeAttempt.serverError(Duration.ofMillis(1)))) {
            Shares expected = shares(subject, bad, NOWHERE_NEAR);
            asked |= expected.clockAsked;
            for (long moment : expected.clockAsked ? moments : new long[0]) {
                expected.demandSame(shares(subject, bad, moment), moment);
            }
        }
        return asked
                ? Observation.of("the same at " + moments.length + " readings of the clock")
                : Observation.inapplicable("the clock is not used");
    }

    private static long[] moments() {
        LongStream wraps = LongStream.of(1_000, 1_000_000, 1L << 10, 1L << 16, 1L << 20)
                .flatMap(tick -> LongStream.of((1L << 31) * tick - 1, (1L << 32) * tick - 1));
        return LongStream.concat(LongStream.of(Long.MAX_VALUE, Long.MIN_VALUE, -1, 0), wraps)
                .toArray();
    }

    /** What a bad endpoint got, at once and a minute later, relative to its fair share. */
    private record Shares(double atOnce, double later, boolean clockAsked) {

        void demandSame(Shares other, long moment) {
            demandSame(atOnce, other.atOnce, moment, "at once");
            demandSame(later, other.later, moment, LATER.toSeconds() + " s later");
        }

        /** Approximately the same: a strategy may round times and then draw differently. */
        private static void demandSame(double expected, double found, long moment, String when) {
            if (Math.abs(expected - found) > 0.3) {
                throw new Violation(String.format(
                        Locale.ROOT,
                        "an endpoint that was bad when the clock stood at %d got %.0f %% of its fair share %s, but %.0f %% if "
                                + "the clock stood elsewhere; only differences of times mean anything, compared as a - b < 0",
                        moment,
                        100 * found,
                        when,
                        100 * expected));
            }
        }
    }

    private static Shares shares(Subject subject, Attempt bad, long moment) {
        int requests = 200;
        ManualClock clock = new ManualClock(moment - requests * 1_000_000L);
        Trial trial = subject.trial(17, clock);
        FakePool pool = FakePool.of("a", "b", "c", "d");
        Selector selector = trial.rebuild(pool);
        for (int i = 0; i < requests; i++) {
            trial.serve(selector, pool, FakeRequest.ofClient(i), Trial.GOOD);
        }
        selector.onOutcome(pool.named("b"), bad);
        double atOnce = Trial.tally(selector, pool, 2_000).fairness(pool.named("b"));
        int steps = 600;
        for (int i = 0; i < steps; i++) {
            clock.advance(LATER.dividedBy(steps));
            selector.onOutcome(pool.named(List.of("a", "c", "d").get(i % 3)), Trial.GOOD);
        }
        double later = Trial.tally(selector, pool, 2_000).fairness(pool.named("b"));
        return new Shares(atOnce, later, clock.asked());
    }
}

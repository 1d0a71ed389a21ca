package dev.fairlead.server.forecast;

import dev.fairlead.server.virtual.VirtualEndpoint;
import dev.fairlead.server.virtual.VirtualPool;
import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.Selector;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Simulates requests that arrive at random, are assigned and are answered, in virtual time. The same seed gives the
 * same arrivals for every strategy, so that two runs differ only in the choices. Runs on the plug-in's thread.
 */
final class Simulation {
    static final int REQUESTS = 10_000;
    static final long SEED = 42;

    /** One slice of the run; between slices, the plug-in's other work, such as a rebuild for health, gets its turn. */
    private static final long PART_NANOS = 20_000_000;

    /** If a choice among thousands of backends is slow, fewer requests must be enough. */
    private static final long WHOLE_NANOS = 1_500_000_000;

    private static final double NANOS = 1e9;

    private final VirtualPool pool;

    /** Indexed by endpoint. */
    private final List<ServiceTime> serviceTimes;

    private final double perSecond;
    private final RandomGenerator arrivals = new SplittableRandom(SEED);
    private final RandomGenerator times = new SplittableRandom(SEED + 1);
    private final RandomGenerator choices = new SplittableRandom(SEED + 2);
    private final PriorityQueue<Answer> answers = new PriorityQueue<>(Comparator.comparingLong(Answer::at));
    private final SyntheticRequest request = new SyntheticRequest();
    private long now;
    private long spent;
    private int made;

    /** Requests in flight. */
    private record Answer(long at, long latencyNanos, VirtualEndpoint endpoint) implements Attempt {
        @Override
        public Outcome outcome() {
            return Outcome.RESPONDED;
        }

        @Override
        public int status() {
            return 200;
        }
    }

    Simulation(VirtualPool pool, List<ServiceTime> serviceTimes, double perSecond) {
        this.pool = pool;
        this.serviceTimes = serviceTimes;
        this.perSecond = perSecond;
    }

    /** The time that the strategy sees. */
    long now() {
        return now;
    }

    /** The strategy's random numbers. */
    RandomGenerator choices() {
        return choices;
    }

    /** Whether that was the last slice. */
    boolean advance(Selector selector) {
        long began = System.nanoTime();
        long passed = 0;
        while (made < REQUESTS && passed < PART_NANOS) {
            request(selector);
            passed = System.nanoTime() - began;
        }
        spent += passed;
        return made == REQUESTS || spent >= WHOLE_NANOS;
    }

    private void request(Selector selector) {
        long arrival = now + (long) (-Math.log(1 - arrivals.nextDouble()) / perSecond * NANOS);
        for (Answer next = answers.peek(); next != null && next.at() <= arrival; next = answers.peek()) {
            answers.remove();
            now = next.at();
            next.endpoint().load().leave();
            selector.onOutcome(next.endpoint(), next);
        }
        now = arrival;
        VirtualEndpoint chosen = pool.member(selector.select(request.next()));
        chosen.load().enter();
        long latency = serviceTimes.get(chosen.index()).draw(times);
        answers.add(new Answer(now + latency, latency, chosen));
        made++;
    }

    int made() {
        return made;
    }

    VirtualPool pool() {
        return pool;
    }
}

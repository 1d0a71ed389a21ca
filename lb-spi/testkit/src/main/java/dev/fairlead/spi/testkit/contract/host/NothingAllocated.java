package dev.fairlead.spi.testkit.contract.host;

import com.sun.management.ThreadMXBean;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import dev.fairlead.spi.testkit.trial.Violation;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Counts the bytes that this thread allocates while it selects and reports outcomes, after a warm-up. */
final class NothingAllocated implements Rule {
    private static final int CALLS = 10_000;
    /** The first rounds load classes and wait for the compiler; a strategy that allocates does so in every round. */
    private static final int ROUNDS = 30;

    private static final FakeAttempt TIMED_OUT = FakeAttempt.without(Outcome.TIMED_OUT, Duration.ofMillis(300));

    @Override
    public String id() {
        return "no-allocation";
    }

    @Override
    public String name() {
        return "allocates nothing in select and onOutcome";
    }

    @Override
    public Observation examine(Subject subject) {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported()) {
            return Observation.inapplicable("this JVM does not count what a thread allocates");
        }
        Trial trial = subject.trial(10);
        FakePool pool = FakePool.ofWeights(3, 1, 2, 1, 5, 1, 1, 1, 1, 1, 4, 1);
        Selector selector = trial.rebuild(pool);
        FakeRequest[] requests = new FakeRequest[64];
        for (int i = 0; i < requests.length; i++) {
            requests[i] = FakeRequest.ofClient(i);
            if (i % 8 == 0) {
                requests[i].tried(pool.endpoint(i % 12).id());
            }
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            round(trial, selector, requests);
            least = Math.min(
                    least,
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        if (least > 0) {
            throw new Violation("allocates " + (least + CALLS - 1) / CALLS + " bytes for each select and onOutcome");
        }
        return Observation.of("0 bytes in " + CALLS + " calls of select and onOutcome");
    }

    private static void round(Trial trial, Selector selector, FakeRequest[] requests) {
        for (int i = 0; i < CALLS; i++) {
            Endpoint endpoint = selector.select(requests[i & 63]);
            trial.clock().advanceNanos(100_000);
            selector.onOutcome(endpoint, i % 50 == 0 ? TIMED_OUT : i % 9 == 0 ? Trial.SLOW : Trial.GOOD);
        }
    }
}

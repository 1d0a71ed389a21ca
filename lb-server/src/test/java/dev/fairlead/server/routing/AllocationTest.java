package dev.fairlead.server.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fairlead.server.strategy.GuardedSelector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a choice and a whole request cost in memory, as the JVM counts it. */
class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 20_000;

    /** The run, its attempt, their list, and what is remembered of them. */
    private static final long A_FEW_HUNDRED_BYTES = 480;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TestFacts facts = TestFacts.of("GET");

    @ParameterizedTest
    @ValueSource(strings = {"round_robin", "weighted_round_robin", "random", "least_connections", "p2c"})
    void aChoiceInsideTheGuardAllocatesNothing(String strategy) throws IOException {
        try (TestPool pool = new TestPool(5, strategy)) {
            GuardedSelector selector = requireNonNull(
                    requireNonNull(pool.tables.current().pool("default")).selector());
            RequestRun request = pool.runs().start(facts, 0, true);
            assertThat(bytesEach(() -> selector.ask(request, 0))).isZero();
        }
    }

    @Test
    void aRequestAllocatesAFewHundredBytes() throws IOException {
        try (TestPool pool = new TestPool(5, "p2c")) {
            RequestRuns runs = pool.runs();
            long bytes = bytesEach(() -> {
                RequestRun run = runs.start(facts, 0, true);
                Attempt attempt = requireNonNull(run.next());
                attempt.connected(true);
                attempt.wrote();
                attempt.head(200);
                attempt.end();
                run.finish(200, 0, 1024, EndReason.COMPLETED);
            });
            assertThat(bytes).isPositive().isLessThanOrEqualTo(A_FEW_HUNDRED_BYTES);
        }
    }

    /** The fewest of several rounds: a round in which the JVM compiles counts the compiler's own garbage as well. */
    private long bytesEach(Runnable work) {
        repeat(WARM_UP, work);
        long fewest = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            repeat(MEASURED, work);
            fewest = Math.min(fewest, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return fewest / MEASURED;
    }

    private static void repeat(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }
}

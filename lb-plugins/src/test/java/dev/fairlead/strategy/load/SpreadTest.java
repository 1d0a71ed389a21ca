package dev.fairlead.strategy.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.strategy.Builtin;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How unevenly requests in flight are spread when so many are always in flight, and a random one of them ends before
 * the next begins.
 */
class SpreadTest {
    private static final int STEPS = 200_000;

    private final FakeRequest request = FakeRequest.get("/");
    private final Random random = new Random(7);

    /**
     * It chooses a least loaded one, of which the load is at most the mean before. So nobody ever has more than the mean,
     * rounded up: whatever ends in between can only make room.
     */
    @ParameterizedTest
    @CsvSource({"3, 10", "10, 10", "10, 95", "100, 1000", "100, 1234"})
    void leastConnectionsNeverExceedsTheMeanRoundedUp(int size, int inFlight) {
        assertThat(greatest("least_connections", size, inFlight)).isLessThanOrEqualTo((inFlight + size - 1) / size);
    }

    /**
     * The mean and log log n / log 2 and a constant: the bound for two choices with many more balls than bins (Berenbrink,
     * Czumaj, Steger, Vöcking 2000), which holds for random departures too (Cole et al. 1998). The constant is 3 here, over 200,000 steps.
     */
    @ParameterizedTest
    @CsvSource({"10, 10", "10, 100", "100, 100", "100, 1000", "1000, 1000", "1000, 10000"})
    void twoChoicesExceedTheMeanByLogLog(int size, int inFlight) {
        double bound = (double) inFlight / size + Math.log(Math.log(size)) / Math.log(2) + 3;

        assertThat((double) greatest("p2c", size, inFlight)).isLessThanOrEqualTo(bound);
    }

    /** Against which the others are measured: one choice is far outside that bound. */
    @Test
    void oneChoiceExceedsTheBoundOfTwo() {
        double bound = 10 + Math.log(Math.log(1_000)) / Math.log(2) + 3;

        assertThat((double) greatest("random", 1_000, 10_000)).isGreaterThan(1.5 * bound);
    }

    @ParameterizedTest
    @CsvSource({"least_connections, 1", "p2c, 4"})
    void heavierBackendsHoldMoreInProportion(String strategy, double atMostAbove) {
        FakePool pool = FakePool.ofWeights(1, 2, 3, 4, 10);
        fill(strategy, pool, 400);

        for (FakeEndpoint endpoint : endpoints(pool)) {
            assertThat((double) endpoint.inFlight())
                    .isBetween(20.0 * endpoint.weight() * 0.8 - 4, 20.0 * endpoint.weight() + atMostAbove);
        }
    }

    private int greatest(String strategy, int size, int inFlight) {
        return fill(strategy, FakePool.ofSize(size), inFlight);
    }

    /** The greatest number that any endpoint ever had in flight. */
    private int fill(String strategy, FakePool pool, int inFlight) {
        Selector selector = Builtin.create(strategy, Map.of()).rebuild(pool);
        FakeEndpoint[] running = new FakeEndpoint[inFlight];
        int greatest = 0;
        for (int step = 0; step < STEPS; step++) {
            int slot = step < inFlight ? step : random.nextInt(inFlight);
            if (running[slot] != null) {
                running[slot].end();
            }
            running[slot] = pool.fake(selector.select(request));
            running[slot].begin();
            greatest = Math.max(greatest, running[slot].inFlight());
        }
        return greatest;
    }

    private static FakeEndpoint[] endpoints(FakePool pool) {
        FakeEndpoint[] endpoints = new FakeEndpoint[pool.size()];
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = pool.endpoint(i);
        }
        return endpoints;
    }
}

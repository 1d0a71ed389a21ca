package dev.fairlead.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.server.backend.LatencyHistogram;
import dev.fairlead.server.backend.LatencyScale;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Figures against the latencies themselves, sorted. */
class QuantilesTest {
    private static final double SHORTEST = Duration.ofNanos(1_000).toNanos();
    private static final double LONGEST = Duration.ofHours(1).toNanos();
    private static final double ALLOWED = 0.06;

    private final SlidingLatency window = new SlidingLatency();
    private final LatencyHistogram histogram = new LatencyHistogram(2);
    private final long[] cells = new long[LatencyScale.CELLS];

    static Stream<Arguments> mixtures() {
        return Stream.of(
                Arguments.of("anything", (ToDoubleFunction<Random>)
                        random -> SHORTEST * Math.pow(LONGEST / SHORTEST, random.nextDouble())),
                Arguments.of(
                        "evenly up to an hour", (ToDoubleFunction<Random>) random -> random.nextDouble() * LONGEST),
                Arguments.of("a long tail", (ToDoubleFunction<Random>)
                        random -> 2e6 * Math.exp(1.5 * random.nextGaussian())),
                Arguments.of("a fast half and a slow half", (ToDoubleFunction<Random>)
                        random -> (random.nextBoolean() ? 8e4 : 3e9) * (1 + random.nextDouble() / 10)),
                Arguments.of("one in a hundred hangs", (ToDoubleFunction<Random>)
                        random -> random.nextInt(100) == 0 ? 6e10 : 1.9e6),
                Arguments.of("just above a bound of metrics", (ToDoubleFunction<Random>)
                        random -> 5_000_001 + random.nextInt(1_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mixtures")
    void figuresAreWithinSixPercentOfTheLatencies(String name, ToDoubleFunction<Random> mixture) {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            long[] latencies = new long[1 + random.nextInt(2_000)];
            Arrays.setAll(latencies, i -> (long) Math.min(LONGEST, Math.max(SHORTEST, mixture.applyAsDouble(random))));
            SlidingLatency seen = new SlidingLatency();
            LatencyHistogram measured = new LatencyHistogram(2);
            for (long nanos : latencies) {
                measured.record((int) (nanos & 1), nanos);
            }
            seen.tick(measured, cells);
            Quantiles told = seen.quantiles();

            Arrays.sort(latencies);
            assertTold(told.p50(), 0.5, latencies);
            assertTold(told.p90(), 0.9, latencies);
            assertTold(told.p99(), 0.99, latencies);
        }
    }

    private static void assertTold(double seconds, double quantile, long[] sorted) {
        double exact = sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1e9;
        assertThat(seconds).as("%s of %s latencies", quantile, sorted.length).isCloseTo(exact, within(exact * ALLOWED));
    }

    @Test
    void theWindowForgetsAfterTenTicks() {
        histogram.record(0, 1_000_000);
        window.tick(histogram, cells);
        for (int i = 0; i < SlidingCount.TICKS - 1; i++) {
            histogram.record(1, 64_000_000_000L);
            window.tick(histogram, cells);
            histogram.record(1, 2_000);
        }
        assertThat(window.count().sum()).isEqualTo(2 * SlidingCount.TICKS - 2);
        assertThat(window.quantiles().p50()).isCloseTo(0.001, within(0.001 * ALLOWED));

        for (int i = 0; i < SlidingCount.TICKS; i++) {
            assertThat(window.count().isIdle()).isFalse();
            window.tick(histogram, cells);
        }
        assertThat(window.count().sum()).isEqualTo(1);
        assertThat(window.quantiles().p99()).isCloseTo(0.000_002, within(0.000_002 * ALLOWED));
        window.tick(histogram, cells);
        assertThat(window.count().isIdle()).isTrue();
        assertThat(window.quantiles()).isEqualTo(Quantiles.NONE);
    }

    /** The window as it is meant: all latencies of the last ten ticks, none of the earlier ones. */
    @Test
    void everyWindowHasTheLatenciesOfItsTicks() {
        Random random = new Random(3);
        long[][] ticks = new long[60][];
        for (int tick = 0; tick < ticks.length; tick++) {
            int size = random.nextInt(3) == 0 ? 0 : random.nextInt(50);
            double center = SHORTEST * Math.pow(LONGEST / SHORTEST / 2, random.nextDouble());
            ticks[tick] = random.doubles(size)
                    .mapToLong(part -> (long) (center * (1 + part)))
                    .toArray();
            for (long nanos : ticks[tick]) {
                histogram.record(random.nextInt(2), nanos);
            }
            window.tick(histogram, cells);

            long[] recent = IntStream.rangeClosed(Math.max(0, tick - SlidingCount.TICKS + 1), tick)
                    .boxed()
                    .flatMapToLong(each -> Arrays.stream(ticks[each]))
                    .sorted()
                    .toArray();
            assertThat(window.count().sum()).isEqualTo(recent.length);
            if (recent.length > 0) {
                assertTold(window.quantiles().p99(), 0.99, recent);
                assertTold(window.quantiles().p50(), 0.5, recent);
            }
        }
    }
}

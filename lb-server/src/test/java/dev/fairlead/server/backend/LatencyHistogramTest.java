package dev.fairlead.server.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyHistogramTest {

    /** What scrapes have shown from the first version on. */
    private static final long[] BOUNDS = {
        100_000,
        200_000,
        500_000,
        1_000_000,
        2_000_000,
        5_000_000,
        10_000_000,
        20_000_000,
        50_000_000,
        100_000_000,
        200_000_000,
        500_000_000,
        1_000_000_000,
        2_000_000_000,
        5_000_000_000L,
        10_000_000_000L,
        20_000_000_000L,
        50_000_000_000L,
        100_000_000_000L
    };

    private static final long MICROSECOND = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final double ALLOWED = 0.06;

    private final Random random = new Random(7);

    private static int bucketOf(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** As many in each decade as in the next. */
    private long anyLatency() {
        return (long) Math.exp(random.nextDouble() * Math.log(Long.MAX_VALUE));
    }

    @Test
    void bucketBoundsAreWhatTheyWere() {
        assertThat(LatencyHistogram.buckets()).isEqualTo(BOUNDS.length + 1);
        for (int i = 0; i < BOUNDS.length; i++) {
            assertThat(LatencyHistogram.upperNanos(i)).isEqualTo(BOUNDS[i]);
        }
        assertThat(LatencyHistogram.upperNanos(BOUNDS.length)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void everyLatencyIsInTheBucketOfItsBounds() {
        LatencyHistogram histogram = new LatencyHistogram(2);
        long[] expected = new long[BOUNDS.length + 1];
        long sum = 0;
        List<Long> latencies = new ArrayList<>(List.of(-1L, 0L, 1L));
        for (long bound : BOUNDS) {
            latencies.addAll(List.of(bound - 1, bound, bound + 1));
        }
        for (int exponent = 0; exponent < 62; exponent++) {
            latencies.addAll(List.of((1L << exponent) - 1, 1L << exponent, (1L << exponent) + 1));
        }
        for (int i = 0; i < 200_000; i++) {
            latencies.add(anyLatency());
        }
        for (long nanos : latencies) {
            histogram.record((int) (nanos & 1), nanos);
            expected[bucketOf(nanos)]++;
            sum += nanos;
        }

        LatencyHistogram.Snapshot snapshot = histogram.snapshot();
        for (int i = 0; i < expected.length; i++) {
            assertThat(snapshot.count(i)).as("bucket %s", i).isEqualTo(expected[i]);
        }
        assertThat(snapshot.count()).isEqualTo(latencies.size());
        assertThat(snapshot.sumNanos()).isEqualTo(sum);
    }

    @Test
    void cellsFollowOneAnotherAndNoneIsWiderThanAllowed() {
        int cell = LatencyScale.cell(MICROSECOND);
        for (long nanos = MICROSECOND; nanos <= HOUR; nanos += 1 + nanos / 1_000) {
            int next = LatencyScale.cell(nanos);
            assertThat(next).isBetween(cell, cell + 2);
            cell = next;
            assertThat(LatencyScale.typicalNanos(cell)).isCloseTo(nanos, within(nanos * ALLOWED));
        }
        assertThat(cell).isLessThan(LatencyScale.CELLS);
    }

    @Test
    void theEndsOfEveryCellAreToldWithinTheAllowedError() {
        for (int exponent = 10; exponent < 42; exponent++) {
            long start = 1L << exponent;
            for (int step = 0; step < 8; step++) {
                long least = start + step * (start >> 3);
                assertThat(LatencyScale.typicalNanos(LatencyScale.cell(least)))
                        .isCloseTo(least, within(least * ALLOWED));
                assertThat(LatencyScale.typicalNanos(LatencyScale.cell(least - 1)))
                        .isCloseTo(least - 1, within((least - 1) * ALLOWED));
            }
        }
    }

    @Test
    void whatIsBeyondTheScaleIsInItsFirstAndLastCells() {
        for (long nanos : new long[] {Long.MIN_VALUE, -1, 0, 1, 511}) {
            assertThat(LatencyScale.cell(nanos)).isZero();
        }
        int last = LatencyScale.cell((1L << 42) - 1);
        assertThat(last).isLessThan(LatencyScale.CELLS);
        assertThat(LatencyScale.cell(1L << 42)).isEqualTo(last);
        assertThat(LatencyScale.cell(Long.MAX_VALUE)).isEqualTo(last);
    }

    /** Small and large in turn, so that rows grow at both ends while others read. */
    @Test
    void nothingIsLostWhileRowsGrow() throws InterruptedException {
        int lanes = 3;
        int each = 60_000;
        LatencyHistogram histogram = new LatencyHistogram(lanes);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            int lane = i;
            Thread thread = new Thread(() -> {
                for (int n = 0; n < each; n++) {
                    int away = n * 16 / each;
                    histogram.record(lane, 1L << 25 + (n % 2 == 0 ? away : -away));
                }
            });
            threads.add(thread);
            thread.start();
        }
        long[] before = new long[LatencyScale.CELLS];
        long[] now = new long[LatencyScale.CELLS];
        while (threads.stream().anyMatch(Thread::isAlive)) {
            long count = histogram.count();
            histogram.read(now);
            assertThat(Arrays.stream(now).sum()).isGreaterThanOrEqualTo(count);
            for (int cell = 0; cell < now.length; cell++) {
                assertThat(now[cell]).isGreaterThanOrEqualTo(before[cell]);
            }
            System.arraycopy(now, 0, before, 0, now.length);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        histogram.read(now);
        assertThat(Arrays.stream(now).sum()).isEqualTo((long) lanes * each);
        assertThat(histogram.snapshot().count()).isEqualTo((long) lanes * each);
    }

    @Test
    void whatWasSeenBeforeAllocatesNothing() {
        LatencyHistogram histogram = new LatencyHistogram(1);
        long[] latencies = random.longs(1_000).map(any -> anyLatency()).toArray();
        for (int i = 0; i < 50; i++) {
            record(histogram, latencies);
        }
        assertThat(allocated(() -> record(histogram, latencies))).isZero();
    }

    /** Of ten thousand backends most may be idle, and the others answer within some hundred milliseconds. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16})
    void aBackendTakesLittleMemory(int lanes) {
        record(new LatencyHistogram(1), 0, 10_000); // what classes and compilers need is no part of it
        assertThat(allocated(() -> new LatencyHistogram(lanes))).isLessThanOrEqualTo(64 + 8L * lanes);

        LatencyHistogram histogram = new LatencyHistogram(lanes);
        assertThat(allocated(() -> histogram.record(lanes - 1, HOUR))).isLessThanOrEqualTo(600);
        assertThat(allocated(() -> histogram.record(lanes - 1, MICROSECOND))).isLessThanOrEqualTo(2_700);
        assertThat(allocated(() -> record(histogram, lanes - 1, 1_000))).isZero();
    }

    private static void record(LatencyHistogram histogram, int lane, int times) {
        for (int i = 0; i < times; i++) {
            histogram.record(lane, 1L << i % 63);
        }
    }

    private static void record(LatencyHistogram histogram, long[] latencies) {
        for (long nanos : latencies) {
            histogram.record(0, nanos);
        }
    }

    private static long allocated(Runnable work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

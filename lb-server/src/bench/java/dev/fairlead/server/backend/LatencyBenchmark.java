package dev.fairlead.server.backend;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs an IO thread to record a latency. With {@code -t 2} it tells whether two threads get in each other's way. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LatencyBenchmark {
    private static final int LANES = 16;
    private static final int VALUES = 4096;
    private static final double MEDIAN_NANOS = 2e6;

    /** The standard deviation of the latency's natural logarithm: all alike, as in a network, with a long tail. */
    @Param({"0", "0.5", "2"})
    double spread;

    private final LatencyHistogram histogram = new LatencyHistogram(LANES);
    private final AtomicInteger lanes = new AtomicInteger();
    private final long[] latencies = new long[VALUES];

    /** An IO thread. */
    @State(Scope.Thread)
    public static class Lane {
        private int number;
        private int next;

        @Setup
        public void enter(LatencyBenchmark benchmark) {
            number = benchmark.lanes.getAndIncrement();
        }
    }

    @Setup
    public void draw() {
        Random random = new Random(1);
        for (int i = 0; i < VALUES; i++) {
            latencies[i] = (long) (MEDIAN_NANOS * Math.exp(spread * random.nextGaussian()));
        }
    }

    @Benchmark
    public void record(Lane lane) {
        histogram.record(lane.number, latencies[lane.next++ & VALUES - 1]);
    }
}

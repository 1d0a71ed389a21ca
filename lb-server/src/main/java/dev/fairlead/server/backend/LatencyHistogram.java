package dev.fairlead.server.backend;

import java.util.Arrays;

/**
 * Latencies in buckets with bounds in steps of 1, 2, 5 from 100 µs to 100 s: three per decade are enough to see a
 * shift, and few enough for one series per bucket and backend.
 */
public final class LatencyHistogram {
    private static final long[] UPPER_NANOS = bounds();
    private static final int SUM = UPPER_NANOS.length + 1;

    private final LaneCounters cells;

    public LatencyHistogram(int lanes) {
        cells = new LaneCounters(lanes, SUM + 1);
    }

    private static long[] bounds() {
        long[] bounds = new long[19];
        long decade = 100_000;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = decade * (i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 5);
            decade = i % 3 == 2 ? decade * 10 : decade;
        }
        return bounds;
    }

    /** On the lane's own thread. */
    public void record(int lane, long nanos) {
        int bucket = 0;
        while (bucket < UPPER_NANOS.length && nanos > UPPER_NANOS[bucket]) {
            bucket++;
        }
        cells.increment(lane, bucket);
        cells.add(lane, SUM, nanos);
    }

    /** The number of buckets in every histogram. */
    public static int buckets() {
        return UPPER_NANOS.length + 1;
    }

    /** A bucket's inclusive upper bound; {@link Long#MAX_VALUE} for the last. */
    public static long upperNanos(int bucket) {
        return bucket < UPPER_NANOS.length ? UPPER_NANOS[bucket] : Long.MAX_VALUE;
    }

    /** The count of this bucket alone. */
    public long count(int bucket) {
        return cells.sum(bucket);
    }

    /** The counts so far; the count of a bucket does not include other buckets. */
    public Snapshot snapshot() {
        long[] counts = new long[UPPER_NANOS.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = cells.sum(i);
        }
        return new Snapshot(counts, cells.sum(SUM));
    }

    /** The content of a histogram at one moment, as far as that exists for running counters. */
    public static final class Snapshot {
        private final long[] counts;
        private final long sumNanos;

        private Snapshot(long[] counts, long sumNanos) {
            this.counts = counts;
            this.sumNanos = sumNanos;
        }

        public long count(int bucket) {
            return counts[bucket];
        }

        public long count() {
            return Arrays.stream(counts).sum();
        }

        public long sumNanos() {
            return sumNanos;
        }
    }
}

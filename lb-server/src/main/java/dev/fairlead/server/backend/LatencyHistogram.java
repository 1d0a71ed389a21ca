package dev.fairlead.server.backend;

import java.util.Arrays;

/**
 * Latencies, counted in the cells of {@link LatencyScale} for figures of our own, and shown in metrics as buckets with
 * bounds in steps of 1, 2, 5: three per decade are enough to see a shift.
 */
public final class LatencyHistogram {
    private final LatencyRows rows;

    public LatencyHistogram(int lanes) {
        rows = new LatencyRows(lanes);
    }

    /** On the lane's own thread. Allocates only if this lane has not seen such a latency yet, at most eleven times. */
    public void record(int lane, long nanos) {
        rows.add(lane, LatencyScale.cell(nanos), nanos);
    }

    /** The number of buckets in every histogram. */
    public static int buckets() {
        return LatencyScale.bucketCount();
    }

    /** A bucket's inclusive upper bound; {@link Long#MAX_VALUE} for the last. */
    public static long upperNanos(int bucket) {
        return LatencyScale.bucketUpper(bucket);
    }

    /** The number of latencies so far; all of them are in a {@link #read} that follows. */
    public long count() {
        return rows.count();
    }

    /** @param counts set to the count of every cell so far; {@link LatencyScale#CELLS} long */
    public void read(long[] counts) {
        Arrays.fill(counts, 0);
        rows.addTo(counts);
    }

    /** The buckets so far; the count of a bucket does not include other buckets. */
    public Snapshot snapshot() {
        long[] cells = new long[LatencyScale.CELLS];
        rows.addTo(cells);
        long[] counts = new long[buckets()];
        for (int cell = 0; cell < cells.length; cell++) {
            counts[LatencyScale.bucket(cell)] += cells[cell];
        }
        return new Snapshot(counts, rows.sumNanos());
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

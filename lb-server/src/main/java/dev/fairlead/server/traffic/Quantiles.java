package dev.fairlead.server.traffic;

import dev.fairlead.server.backend.LatencyHistogram;
import java.util.concurrent.TimeUnit;

/**
 * Latencies in seconds; all 0 if there were none. Values are interpolated linearly within a bucket, so a figure is as
 * precise as its bucket is narrow.
 */
public record Quantiles(double p50, double p90, double p99) {

    public static final Quantiles NONE = new Quantiles(0, 0, 0);

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** @param counts of the buckets of {@link LatencyHistogram} */
    static Quantiles of(int[] counts) {
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        return total == 0
                ? NONE
                : new Quantiles(at(0.5, counts, total), at(0.9, counts, total), at(0.99, counts, total));
    }

    private static double at(double quantile, int[] counts, long total) {
        double rank = quantile * total;
        long below = 0;
        int bucket = 0;
        while (bucket < counts.length - 1 && below + counts[bucket] < rank) {
            below += counts[bucket];
            bucket++;
        }
        long lower = bucket == 0 ? 0 : LatencyHistogram.upperNanos(bucket - 1);
        long upper = LatencyHistogram.upperNanos(bucket);
        if (upper == Long.MAX_VALUE || counts[bucket] == 0) {
            return lower / NANOS;
        }
        return (lower + (upper - lower) * (rank - below) / counts[bucket]) / NANOS;
    }

    /** Whether anything was measured. */
    public boolean isEmpty() {
        return p99 == 0;
    }
}

package dev.fairlead.server.traffic;

import dev.fairlead.server.backend.LatencyScale;
import java.util.concurrent.TimeUnit;

/** Latencies in seconds, at most 6 % wrong from 1 µs to 1 h; all 0 if there were none. */
public record Quantiles(double p50, double p90, double p99) {

    public static final Quantiles NONE = new Quantiles(0, 0, 0);

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * @param counts of the cells of {@link LatencyScale}
     * @param total of the counts
     */
    static Quantiles of(long[] counts, long total) {
        if (total == 0) {
            return NONE;
        }
        Ascent ascent = new Ascent(counts);
        return new Quantiles(ascent.to(0.5 * total), ascent.to(0.9 * total), ascent.to(0.99 * total));
    }

    /** Goes up through the cells, once for all figures. */
    private static final class Ascent {
        private final long[] counts;
        private int cell;
        private long upTo;

        Ascent(long[] counts) {
            this.counts = counts;
            this.upTo = counts[0];
        }

        double to(double rank) {
            while (upTo < rank) {
                cell++;
                upTo += counts[cell];
            }
            return LatencyScale.typicalNanos(cell) / NANOS;
        }
    }

    /** Whether anything was measured. */
    public boolean isEmpty() {
        return p99 == 0;
    }
}

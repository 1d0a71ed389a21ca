package dev.fairlead.server.traffic;

import dev.fairlead.server.backend.LatencyHistogram;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The growth of a row of counters over the last ticks. Only recent growth takes memory: an idle backend costs just its
 * last values. Used only on the sampler's thread.
 */
final class SlidingWindow {
    static final int TICKS = 10;

    private final long[] last;
    private final int[] sums;

    /** A row for each tick; null while nothing grows. */
    private int @Nullable [][] rows;

    private int at;
    private int idleTicks;
    private int ticks;

    /** @param width the number of counters; they start at 0 */
    SlidingWindow(int width) {
        last = new long[width];
        sums = new int[width];
    }

    static SlidingWindow ofLatency() {
        return new SlidingWindow(LatencyHistogram.buckets());
    }

    /** @param counters their current values */
    void tick(IntToLongFunction counters) {
        ticks = Math.min(ticks + 1, TICKS);
        at = at + 1 == TICKS ? 0 : at + 1;
        boolean grown = false;
        for (int i = 0; i < last.length; i++) {
            long now = counters.applyAsLong(i);
            grown |= note(i, now - last[i]);
            last[i] = now;
        }
        idleTicks = grown ? 0 : Math.min(idleTicks + 1, TICKS);
        if (idleTicks == TICKS) {
            rows = null;
        }
    }

    private boolean note(int counter, long growth) {
        if (growth == 0 && rows == null) {
            return false;
        }
        int[][] all = rows;
        if (all == null) {
            all = new int[TICKS][last.length];
            rows = all;
        }
        int grown = (int) Math.min(Integer.MAX_VALUE / TICKS, growth);
        sums[counter] += grown - all[at][counter];
        all[at][counter] = grown;
        return grown > 0;
    }

    boolean isIdle() {
        return rows == null;
    }

    /** The growth over the window; valid until the next tick. */
    int[] sums() {
        return sums;
    }

    int sum(int counter) {
        return sums[counter];
    }

    /** How many ticks the window covers: fewer than {@link #TICKS} at first. */
    int ticks() {
        return ticks;
    }
}

package dev.fairlead.server.traffic;

import dev.fairlead.server.backend.LatencyHistogram;
import java.util.Arrays;

/**
 * The latencies of the last ticks. A window keeps only the cells that grew, four bytes for each, and the last counts
 * between the lowest and the highest cell in use, so ten thousand of them fit. Used only on the sampler's thread, which
 * lends an array for the cells of all.
 */
final class SlidingLatency {
    private static final int[] NONE = {};

    /** Above these bits of a growth is its cell. More in one cell and second than they can tell is not expected. */
    private static final int GROWTH_BITS = 23;

    private static final int MAX_GROWTH = (1 << GROWTH_BITS) - 1;

    private final SlidingCount count = new SlidingCount();
    private final int[][] growths = new int[SlidingCount.TICKS][];

    /** The lower halves of the last counts, from a cell on. */
    private int[] last = NONE;

    private int begin;
    private int at;
    private Quantiles quantiles = Quantiles.NONE;

    SlidingLatency() {
        Arrays.fill(growths, NONE);
    }

    void tick(LatencyHistogram latencies, long[] cells) {
        at = at + 1 == growths.length ? 0 : at + 1;
        int[] leaves = growths[at];
        growths[at] = count.tick(latencies.count()) == 0 ? NONE : growth(latencies, cells);
        if (growths[at].length > 0 || leaves.length > 0) {
            quantiles = quantiles(cells);
        }
    }

    private int[] growth(LatencyHistogram latencies, long[] cells) {
        latencies.read(cells);
        cover(cells);
        int[] growth = new int[last.length];
        int size = 0;
        for (int i = 0; i < last.length; i++) {
            int now = (int) cells[begin + i];
            int more = now - last[i];
            last[i] = now;
            if (more != 0) {
                growth[size] = begin + i << GROWTH_BITS | Math.min(more, MAX_GROWTH);
                size++;
            }
        }
        return Arrays.copyOf(growth, size);
    }

    /** Counts never fall, so the cells in use become only more. */
    private void cover(long[] cells) {
        int from = 0;
        while (cells[from] == 0) {
            from++;
        }
        int to = cells.length;
        while (cells[to - 1] == 0) {
            to--;
        }
        if (to - from > last.length) {
            int[] wider = new int[to - from];
            System.arraycopy(last, 0, wider, last.length == 0 ? 0 : begin - from, last.length);
            begin = from;
            last = wider;
        }
    }

    SlidingCount count() {
        return count;
    }

    /** Of the window. */
    Quantiles quantiles() {
        return quantiles;
    }

    private Quantiles quantiles(long[] cells) {
        Arrays.fill(cells, 0);
        long total = 0;
        for (int[] growth : growths) {
            for (int packed : growth) {
                cells[packed >>> GROWTH_BITS] += packed & MAX_GROWTH;
                total += packed & MAX_GROWTH;
            }
        }
        return Quantiles.of(cells, total);
    }
}

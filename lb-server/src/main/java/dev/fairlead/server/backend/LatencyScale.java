package dev.fairlead.server.backend;

import java.util.Arrays;

/**
 * How latencies are told apart: in cells, eight equal ones from each power of two to the next, from half a microsecond
 * to 73 minutes. A cell that holds one of the bounds shown outside is split there, so that the buckets of metrics are
 * sums of whole cells. Shorter and longer latencies are counted in the first and the last cell.
 */
public final class LatencyScale {
    private static final int FIRST_EXPONENT = 9;
    private static final int END_EXPONENT = 42;
    private static final int OCTAVES = END_EXPONENT - FIRST_EXPONENT;
    private static final long SHORTEST = 1L << FIRST_EXPONENT;
    private static final long LONGEST = (1L << END_EXPONENT) - 1;

    private static final int STEP_BITS = 3;
    private static final int STEPS = 1 << STEP_BITS;

    /** An octave reaches from a power of two to the next. One cell more than steps, for a split one. */
    static final int OCTAVE_CELLS = STEPS + 1;

    /** The number of cells. */
    public static final int CELLS = OCTAVES * OCTAVE_CELLS;

    /** Steps of 1, 2, 5 from 100 µs to 100 s: few enough for one series per bucket and backend. */
    private static final long[] BUCKET_BOUNDS = bucketBounds();

    /** The bucket bound within an octave; there is never more than one, since a bound is at least twice the last. */
    private static final long[] SPLITS = splits();

    /** The least latency of each cell, and the end of the last. */
    private static final long[] LEAST = least();

    private static final int[] BUCKETS = buckets();

    private LatencyScale() {}

    private static long[] bucketBounds() {
        long[] bounds = new long[19];
        long decade = 100_000;
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = decade * (i % 3 == 0 ? 1 : i % 3 == 1 ? 2 : 5);
            decade = i % 3 == 2 ? decade * 10 : decade;
        }
        return bounds;
    }

    private static long[] splits() {
        long[] splits = new long[OCTAVES];
        Arrays.fill(splits, Long.MAX_VALUE);
        for (long bound : BUCKET_BOUNDS) {
            splits[exponent(bound) - FIRST_EXPONENT] = bound;
        }
        return splits;
    }

    private static long[] least() {
        long[] least = new long[CELLS + 1];
        for (int octave = 0; octave < OCTAVES; octave++) {
            long start = SHORTEST << octave;
            long split = SPLITS[octave];
            long step = start >> STEP_BITS;
            for (int i = 0; i < OCTAVE_CELLS; i++) {
                long whole = start + i * step;
                // The cell behind the split one is its rest; those behind that begin a step earlier.
                least[octave * OCTAVE_CELLS + i] = whole <= split ? whole : Math.max(whole - step, split + 1);
            }
        }
        least[CELLS] = LONGEST + 1;
        return least;
    }

    private static int[] buckets() {
        int[] buckets = new int[CELLS];
        int bucket = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            while (LEAST[cell] > bucketUpper(bucket)) {
                bucket++;
            }
            buckets[cell] = bucket;
        }
        return buckets;
    }

    private static int exponent(long nanos) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    }

    /** For every request: only shifts and one look into a small table. */
    static int cell(long nanos) {
        long value = Math.min(Math.max(nanos, SHORTEST), LONGEST);
        int exponent = exponent(value);
        int octave = exponent - FIRST_EXPONENT;
        int step = (int) (value >> exponent - STEP_BITS) & STEPS - 1;
        return octave * OCTAVE_CELLS + step + (value > SPLITS[octave] ? 1 : 0);
    }

    /**
     * What a latency in this cell is taken for: the harmonic mean of the cell's ends. Whatever it really was, this is at
     * most a seventeenth, 5.9 %, from it.
     */
    public static double typicalNanos(int cell) {
        double least = LEAST[cell];
        double end = LEAST[cell + 1];
        return 2 * least * end / (least + end);
    }

    static int bucket(int cell) {
        return BUCKETS[cell];
    }

    static int bucketCount() {
        return BUCKET_BOUNDS.length + 1;
    }

    static long bucketUpper(int bucket) {
        return bucket < BUCKET_BOUNDS.length ? BUCKET_BOUNDS[bucket] : Long.MAX_VALUE;
    }
}

package dev.fairlead.server.shadow;

import java.util.Arrays;

/** The median of the last few hundred values. */
final class MovingMedian {
    private final long[] values = new long[512];
    private int count;

    void add(long value) {
        values[count % values.length] = value;
        count = count + 1 == 2 * values.length ? values.length : count + 1;
    }

    /** 0 if there are none. */
    double value() {
        int size = Math.min(count, values.length);
        if (size == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted[size / 2];
    }

    void restart() {
        count = 0;
    }
}

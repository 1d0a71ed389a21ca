package dev.fairlead.strategy.rotation;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts turns, for all IO threads and over all rebuilds. It is the only thing they contend for, so it sits in the
 * middle of an array that keeps everything else, the array's own length included, off its cache line and off the
 * neighbouring line that the processor fetches along.
 */
final class Cursor {
    private static final int LINE = 16;

    private final AtomicLongArray cells = new AtomicLongArray(2 * LINE + 1);

    /** The number of this turn; after {@code Long.MAX_VALUE} comes {@code Long.MIN_VALUE}. */
    long next() {
        return cells.getAndIncrement(LINE);
    }

    /** The number that the next caller of {@link #next} would get if nobody came between. */
    long peek() {
        return cells.get(LINE);
    }
}

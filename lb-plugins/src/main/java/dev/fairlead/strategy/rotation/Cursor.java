package dev.fairlead.strategy.rotation;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts turns, for all IO threads and across all rebuilds. It is the only thing they contend for, so it is in the
 * middle of an array that keeps everything else, including the array's own length, off its cache line and off the
 * adjacent line that the processor prefetches.
 */
final class Cursor {
    private static final int LINE = 16;

    private final AtomicLongArray cells = new AtomicLongArray(2 * LINE + 1);

    /** The number of this turn; after {@code Long.MAX_VALUE} comes {@code Long.MIN_VALUE}. */
    long next() {
        return cells.getAndIncrement(LINE);
    }

    /** The number that the next call of {@link #next} would return if no other thread calls it first. */
    long peek() {
        return cells.get(LINE);
    }
}

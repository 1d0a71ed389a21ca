package dev.fairlead.server.backend;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A row of numbers that every IO thread adds to and anyone may read. Each lane (an IO thread's number) has its own row,
 * so an addition is a plain read and an opaque write without a locked instruction, and two lanes never share a cache
 * line. A reader sums over the lanes: it may miss an addition in progress, but never sees a torn number.
 */
public final class LaneCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /** Longs before and after the cells of a row; 128 bytes, since processors fetch cache lines in pairs. */
    private static final int PADDING = 16;

    private final long[][] rows;

    public LaneCounters(int lanes, int width) {
        rows = new long[lanes][PADDING + width + PADDING];
    }

    /** Must be called only by the lane's own thread: with another writer, additions would be lost. */
    public void add(int lane, int index, long amount) {
        long[] row = rows[lane];
        int cell = PADDING + index;
        CELL.setOpaque(row, cell, row[cell] + amount);
    }

    /** The value last written by the lane itself; on the lane's own thread. */
    public long own(int lane, int index) {
        return rows[lane][PADDING + index];
    }

    /** On the lane's own thread. */
    public void set(int lane, int index, long value) {
        CELL.setOpaque(rows[lane], PADDING + index, value);
    }

    /** One lane's cell, from any thread. */
    public long read(int lane, int index) {
        return (long) CELL.getOpaque(rows[lane], PADDING + index);
    }

    public void increment(int lane, int index) {
        add(lane, index, 1);
    }

    public long sum(int index) {
        long sum = 0;
        for (int lane = 0; lane < rows.length; lane++) {
            sum += read(lane, index);
        }
        return sum;
    }

    public int lanes() {
        return rows.length;
    }
}

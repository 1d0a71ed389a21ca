package dev.fairlead.server.backend;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A row of cells of {@link LatencyScale} for every lane, written and read as in {@link LaneCounters}. A row holds only
 * the span of latencies that its lane has seen, since a whole one has 2.6 KB and there may be ten thousand backends: it
 * begins empty and grows, in steps of three octaves, at most eleven times.
 */
final class LatencyRows {
    private static final VarHandle ROW = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);

    /** As in {@link LaneCounters}. */
    private static final int PADDING = 16;

    /** Where a row has the number of its first cell, which never changes. */
    private static final int BEGIN = PADDING;

    private static final int SUM = PADDING + 1;
    private static final int COUNT = PADDING + 2;
    private static final int CELLS = PADDING + 3;
    private static final int OVERHEAD = CELLS + PADDING;
    private static final int GROWTH = 3 * LatencyScale.OCTAVE_CELLS;

    /** Never written, as it has no cells. */
    private static final long[] EMPTY = new long[OVERHEAD];

    private final long[][] rows;

    LatencyRows(int lanes) {
        rows = new long[lanes][];
        Arrays.fill(rows, EMPTY);
    }

    /** On the lane's own thread. */
    void add(int lane, int cell, long nanos) {
        long[] row = rows[lane];
        int at = cell - (int) row[BEGIN];
        if (at < 0 || at >= row.length - OVERHEAD) {
            row = grow(lane, cell);
            at = cell - (int) row[BEGIN];
        }
        NUMBER.setOpaque(row, CELLS + at, row[CELLS + at] + 1);
        NUMBER.setOpaque(row, SUM, row[SUM] + nanos);
        // Last, so that whoever sees the new count sees the cell as well.
        NUMBER.setRelease(row, COUNT, row[COUNT] + 1);
    }

    /** Readers who still have the old row miss only what is added from now on. */
    private long[] grow(int lane, int cell) {
        long[] old = rows[lane];
        int width = old.length - OVERHEAD;
        int begin = cell / GROWTH * GROWTH;
        int end = begin + GROWTH;
        int oldBegin = width == 0 ? begin : (int) old[BEGIN];
        begin = Math.min(begin, oldBegin);
        end = Math.max(end, oldBegin + width);
        long[] row = new long[OVERHEAD + end - begin];
        row[BEGIN] = begin;
        row[SUM] = old[SUM];
        row[COUNT] = old[COUNT];
        System.arraycopy(old, CELLS, row, CELLS + oldBegin - begin, width);
        ROW.setRelease(rows, lane, row);
        return row;
    }

    /** Adds the counts of all lanes to those given, which are by cell. */
    void addTo(long[] counts) {
        for (int lane = 0; lane < rows.length; lane++) {
            long[] row = (long[]) ROW.getAcquire(rows, lane);
            int begin = (int) row[BEGIN];
            int width = row.length - OVERHEAD;
            for (int i = 0; i < width; i++) {
                counts[begin + i] += (long) NUMBER.getOpaque(row, CELLS + i);
            }
        }
    }

    long count() {
        return sum(COUNT);
    }

    long sumNanos() {
        return sum(SUM);
    }

    private long sum(int number) {
        long sum = 0;
        for (int lane = 0; lane < rows.length; lane++) {
            sum += (long) NUMBER.getAcquire((long[]) ROW.getAcquire(rows, lane), number);
        }
        return sum;
    }
}

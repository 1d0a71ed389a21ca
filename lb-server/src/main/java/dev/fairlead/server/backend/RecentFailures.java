package dev.fairlead.server.backend;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The failures at one backend that suggest that it is ill: how many, and the keys of the latest. Each IO thread writes
 * to its own row, which is created at its first fault, because most backends never have one.
 */
public final class RecentFailures {
    /** The key of the request, if the request may have been the reason; see {@link #add}. */
    public static final long UNKNOWN_KEY = 0;

    /** A reader comes many times a second; if there are more than this in between, the oldest are only counted. */
    public static final int KEPT = 32;

    private final AtomicReferenceArray<@Nullable LaneCounters> rows;

    RecentFailures(int lanes) {
        rows = new AtomicReferenceArray<>(lanes);
    }

    /**
     * On the lane's own thread.
     *
     * @param key the same for requests that fail together; {@link #UNKNOWN_KEY} if another backend served this very
     *     request, so that the request cannot have been the reason
     */
    public void add(int lane, long key) {
        LaneCounters row = rows.get(lane);
        if (row == null) {
            row = new LaneCounters(1, 1 + KEPT);
            rows.set(lane, row);
        }
        long before = row.own(0, 0);
        row.set(0, 1 + (int) (before % KEPT), key);
        row.set(0, 0, before + 1);
    }

    public int lanes() {
        return rows.length();
    }

    /** The number of faults on this lane; from any thread. */
    public long count(int lane) {
        LaneCounters row = rows.get(lane);
        return row == null ? 0 : row.read(0, 0);
    }

    /**
     * From any thread; a key that is being overwritten may be read as the newer one, which is just as good.
     *
     * @param number the number of one of the latest {@link #KEPT}, starting at 0
     */
    public long key(int lane, long number) {
        LaneCounters row = rows.get(lane);
        return row == null ? UNKNOWN_KEY : row.read(0, 1 + (int) (number % KEPT));
    }
}

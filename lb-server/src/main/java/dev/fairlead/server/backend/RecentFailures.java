package dev.fairlead.server.backend;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What requests met at one backend that speaks for an illness: how many, and what the latest were about. Each IO thread
 * writes to a row of its own, which exists from its first fault on, for most backends never have one.
 */
public final class RecentFailures {
    /** What was asked for, when that may have been the reason as well; see {@link #add}. */
    public static final long UNKNOWN_KEY = 0;

    /** A reader comes many times a second; of more than this in between the eldest are only counted. */
    public static final int KEPT = 32;

    private final AtomicReferenceArray<@Nullable LaneCounters> rows;

    RecentFailures(int lanes) {
        rows = new AtomicReferenceArray<>(lanes);
    }

    /**
     * On the lane's own thread.
     *
     * @param key the same for requests of which one fails where the other does; {@link #UNKNOWN_KEY} if another backend
     *     served this very request, so that it cannot have been the reason
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

    /** So many there were on this lane; from any thread. */
    public long count(int lane) {
        LaneCounters row = rows.get(lane);
        return row == null ? 0 : row.read(0, 0);
    }

    /**
     * From any thread; a key that is being overwritten may be read as the newer one, which is as good.
     *
     * @param number of one of the latest {@link #KEPT}, from 0 on
     */
    public long key(int lane, long number) {
        LaneCounters row = rows.get(lane);
        return row == null ? UNKNOWN_KEY : row.read(0, 1 + (int) (number % KEPT));
    }
}

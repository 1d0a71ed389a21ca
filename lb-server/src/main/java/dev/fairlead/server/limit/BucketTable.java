package dev.fairlead.server.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Buckets by their keys, in an open-addressed array that all IO threads change at once without a lock. A bucket is one
 * number: the time at which it will be full again, as in the generic cell rate algorithm. From then on it says nothing
 * that a missing one does not, and its place may be taken; a bucket that is not full keeps its place.
 *
 * <p>How the races end. A place changes hands by its time: whoever takes it swaps the time that he has seen, which has
 * passed, for {@link #CLAIMED}, writes the key, then the time. Each new owner's time is later than the one before, so a
 * charge that has seen an older time fails in its swap, and looks again. Two threads that bring the same key wait a
 * moment for each other; if they still take two places, the later in the search gives what it holds to the earlier.
 *
 * <p>Keys are hashes that nobody can aim. 0 is no key. Times are in nanoseconds, and never negative.
 */
final class BucketTable {

    /** No bucket of that key; nothing was charged. */
    static final long ABSENT = Long.MIN_VALUE;

    /** No place near the key whose bucket is full. */
    static final int NO_ROOM = -1;

    /** Somebody is about to put a bucket near the key; it may be the same key. */
    static final int BUSY = -2;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long CLAIMED = -1;

    /** Places where a key may lie. With half of all places taken, hardly one key in a million finds no place. */
    private static final int NEAR = 64;

    /** Pairs of a key and a time; of a pair that has never been used both are 0, a time that has passed. */
    private final long[] cells;

    private final int mask;
    private final int most;
    private final AtomicInteger taken = new AtomicInteger();

    /** @param most keys at once */
    BucketTable(int most) {
        int places = Math.max(NEAR, Integer.highestOneBit(most * 2 - 1) << 1);
        this.most = most;
        mask = places - 1;
        cells = new long[2 * places];
    }

    /**
     * Takes from a bucket if there is enough in it.
     *
     * @param cost the time in which what is taken comes back
     * @param tolerance how far in the future the bucket may be full again, before
     * @return if something was taken, how much time is left to the tolerance; negative if not, how much is missing
     */
    long charge(long key, long now, long cost, long tolerance) {
        for (int cell = find(key); cell >= 0; cell = find(key)) {
            long time = time(cell);
            while (key(cell) == key && time != CLAIMED) {
                long debt = Math.max(time - now, 0);
                if (debt > tolerance) {
                    return tolerance - debt;
                }
                if (CELL.compareAndSet(cells, cell + 1, time, now + debt + cost)) {
                    return tolerance - debt;
                }
                time = time(cell);
            }
        }
        return ABSENT;
    }

    /** Gives back what was taken, at most until the bucket is full. Returns whether there is such a bucket. */
    boolean refund(long key, long now, long amount) {
        for (int cell = find(key); cell >= 0; cell = find(key)) {
            long time = time(cell);
            while (key(cell) == key && time != CLAIMED) {
                if (time <= now || CELL.compareAndSet(cells, cell + 1, time, Math.max(time - amount, now))) {
                    return true;
                }
                time = time(cell);
            }
        }
        return false;
    }

    /**
     * A place for a key that was not found. It must be settled or released.
     *
     * @param impatient does not care who else is about to take a place
     * @return or {@link #NO_ROOM}, or {@link #BUSY}
     */
    int claim(long key, long now, boolean impatient) {
        for (int i = 0; i < NEAR; i++) {
            int cell = cell(key, i);
            long time = time(cell);
            if (time == CLAIMED) {
                if (!impatient) {
                    return BUSY;
                }
            } else if (time <= now) {
                boolean unused = key(cell) == 0;
                if (unused && !takeOne()) {
                    continue;
                }
                if (CELL.compareAndSet(cells, cell + 1, time, CLAIMED)) {
                    return cell;
                }
                if (unused) {
                    taken.decrementAndGet();
                }
                if (!impatient) {
                    return BUSY;
                }
            }
        }
        return NO_ROOM;
    }

    private boolean takeOne() {
        int now = taken.get();
        while (now < most) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    boolean holds(long key) {
        return find(key) >= 0;
    }

    /** A place that was claimed and is not needed. */
    void release(int cell, long now) {
        if (key(cell) == 0) {
            taken.decrementAndGet();
        }
        CELL.setVolatile(cells, cell + 1, now);
    }

    /** Puts a bucket into a claimed place. */
    void settle(int cell, long key, long now, long debt) {
        CELL.setRelease(cells, cell, key);
        CELL.setVolatile(cells, cell + 1, now + debt);
        int first = -1;
        for (int i = 0; i < NEAR; i++) {
            int other = cell(key, i);
            if (key(other) == key && time(other) != CLAIMED) {
                if (first < 0) {
                    first = other;
                } else {
                    add(key, now, remove(other, key, now));
                }
            }
        }
    }

    /**
     * Gives a bucket another key that lies near the same place, if it still owes what it did.
     *
     * @param owed the time that it takes to be full again
     * @param debt the same from now on
     */
    void rename(long from, long to, long now, long owed, long debt) {
        int cell = find(from);
        if (cell < 0 || !CELL.compareAndSet(cells, cell + 1, now + owed, CLAIMED)) {
            return;
        }
        if (holds(to)) {
            free(cell, now);
            add(to, now, debt);
        } else {
            settle(cell, to, now, debt);
        }
    }

    /** Takes from a bucket that has to bear it. Returns whether there is room for one. */
    boolean add(long key, long now, long debt) {
        if (debt <= 0) {
            return true;
        }
        while (charge(key, now, debt, Long.MAX_VALUE) == ABSENT) {
            int cell = claim(key, now, true);
            if (cell < 0) {
                return false;
            }
            if (holds(key)) {
                release(cell, now);
            } else {
                settle(cell, key, now, debt);
                return true;
            }
        }
        return true;
    }

    /** Removes a bucket. Returns the time that it would have taken to be full again. */
    long withdraw(long key, long now) {
        int cell = find(key);
        return cell < 0 ? 0 : remove(cell, key, now);
    }

    private long remove(int cell, long key, long now) {
        long time = time(cell);
        while (key(cell) == key && time != CLAIMED) {
            if (CELL.compareAndSet(cells, cell + 1, time, CLAIMED)) {
                free(cell, now);
                return Math.max(time - now, 0);
            }
            time = time(cell);
        }
        return 0;
    }

    private void free(int cell, long now) {
        CELL.setRelease(cells, cell, 0L);
        CELL.setVolatile(cells, cell + 1, now);
        taken.decrementAndGet();
    }

    /** The time until a bucket is full again. */
    long debt(long key, long now) {
        int cell = find(key);
        return cell < 0 ? 0 : Math.max(time(cell) - now, 0);
    }

    /** Moves all buckets that are not full; those that find no room are lost. */
    void moveTo(BucketTable other, long now) {
        for (int cell = 0; cell < cells.length; cell += 2) {
            long key = key(cell);
            if (key != 0 && time(cell) > now) {
                other.add(key, now, remove(cell, key, now));
            }
        }
    }

    /** Buckets that are not full. */
    int inUse(long now) {
        int count = 0;
        for (int cell = 0; cell < cells.length; cell += 2) {
            count += time(cell) > now ? 1 : 0;
        }
        return count;
    }

    int most() {
        return most;
    }

    /** What its places cost. */
    long bytes() {
        return (long) cells.length * Long.BYTES;
    }

    private int find(long key) {
        for (int i = 0; i < NEAR; i++) {
            int cell = cell(key, i);
            if (key(cell) == key && time(cell) != CLAIMED) {
                return cell;
            }
        }
        return -1;
    }

    private int cell(long key, int distance) {
        return (((int) key + distance) & mask) << 1;
    }

    private long key(int cell) {
        return (long) CELL.getAcquire(cells, cell);
    }

    private long time(int cell) {
        return (long) CELL.getAcquire(cells, cell + 1);
    }
}

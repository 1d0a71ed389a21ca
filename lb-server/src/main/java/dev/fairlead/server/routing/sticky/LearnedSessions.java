package dev.fairlead.server.routing.sticky;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which backend each session of an application is at, as two hashes, for 100,000 sessions at the most. All IO threads share
 * it without a lock. A session may lie in two sets of eight, of which it took the emptier one, so the table is nearly full
 * before anything is dropped. Then the one goes that was not used for the longest time; coming back once is worth an hour, so
 * that a flood of clients which never come back drives few others out.
 *
 * <p>A backend stands in its slot as it is, the session as both combined (exclusive or). A reader that sees half of a change, or two
 * threads that write the same slot at once, make a session that nobody has, and never one with another's backend.
 */
final class LearnedSessions {
    static final int MOST = 100_000;

    private static final int SET = 8;
    private static final int SETS = MOST / SET;

    private static final int NEVER = 0;
    private static final int IN_CHANGE = -1;
    private static final int CAME_BACK = 1;
    private static final int WORTH_SECONDS = 3600;

    private final AtomicLongArray combined = new AtomicLongArray(MOST);
    private final AtomicLongArray backends = new AtomicLongArray(MOST);

    /** When each was used, in seconds since the start and doubled, plus whether it ever came back. */
    private final AtomicIntegerArray uses = new AtomicIntegerArray(MOST);

    private final long start;

    /** @param now in seconds */
    LearnedSessions(long now) {
        start = now - 1;
    }

    /** @return 0 if it is not known */
    long find(long session, long now) {
        int slot = slot(session);
        if (slot < 0) {
            return 0;
        }
        use(slot, use(now) | CAME_BACK);
        return backendAt(slot, session);
    }

    /** The same for somebody who only looks. */
    long peek(long session) {
        int slot = slot(session);
        return slot < 0 ? 0 : backendAt(slot, session);
    }

    void learn(long session, long backend, long now) {
        int known = slot(session);
        if (known >= 0) {
            if (backendAt(known, session) != backend) {
                write(known, session, backend);
            }
            use(known, use(now) | uses.getOpaque(known) & CAME_BACK);
            return;
        }
        int slot = free(session);
        int before = uses.getOpaque(slot);
        // Whoever loses this race is learned with the next answer that sets the cookie.
        if (before != IN_CHANGE && uses.compareAndSet(slot, before, IN_CHANGE)) {
            write(slot, session, backend);
            uses.setRelease(slot, use(now));
        }
    }

    void forget(long session) {
        int slot = slot(session);
        if (slot >= 0) {
            write(slot, 0, 0);
            uses.setRelease(slot, NEVER);
        }
    }

    int size() {
        int size = 0;
        for (int slot = 0; slot < MOST; slot++) {
            size += backends.getOpaque(slot) == 0 ? 0 : 1;
        }
        return size;
    }

    private void write(int slot, long session, long backend) {
        combined.setOpaque(slot, session ^ backend);
        backends.setOpaque(slot, backend);
    }

    /** @return 0 if the slot is another's by now */
    private long backendAt(int slot, long session) {
        long backend = backends.getOpaque(slot);
        return (combined.getOpaque(slot) ^ backend) == session ? backend : 0;
    }

    /** Where it is; -1 if nowhere. */
    private int slot(long session) {
        int slot = slotIn(firstSet(session), session);
        return slot >= 0 ? slot : slotIn(secondSet(session), session);
    }

    private int slotIn(int set, long session) {
        for (int slot = set; slot < set + SET; slot++) {
            if (backendAt(slot, session) != 0) {
                return slot;
            }
        }
        return -1;
    }

    /** Where it would go: into the emptier set, or in place of the least useful of both. */
    private int free(long session) {
        int first = firstSet(session);
        int second = secondSet(session);
        int emptier = empty(second) > empty(first) ? second : first;
        int least = emptier;
        for (int i = 0; i < SET; i++) {
            least = lessUseful(least, emptier + i);
        }
        int other = emptier == first ? second : first;
        for (int i = 0; i < SET; i++) {
            least = lessUseful(least, other + i);
        }
        return least;
    }

    private int lessUseful(int one, int other) {
        return worth(other) < worth(one) ? other : one;
    }

    private long worth(int slot) {
        int use = uses.getOpaque(slot);
        return use == IN_CHANGE ? Long.MAX_VALUE : (use >> 1) + (long) (use & CAME_BACK) * WORTH_SECONDS;
    }

    private int empty(int set) {
        int empty = 0;
        for (int slot = set; slot < set + SET; slot++) {
            empty += uses.getOpaque(slot) == NEVER ? 1 : 0;
        }
        return empty;
    }

    private static int firstSet(long session) {
        return (int) ((session >>> 32) * SETS >>> 32) * SET;
    }

    private static int secondSet(long session) {
        return (int) ((session & 0xffff_ffffL) * SETS >>> 32) * SET;
    }

    /** Never {@link #NEVER}, and no more after 34 years. */
    private int use(long now) {
        return (int) Math.min(Integer.MAX_VALUE >> 1, Math.max(1, now - start)) << 1;
    }

    private void use(int slot, int use) {
        int before = uses.getOpaque(slot);
        if (before != use && before != IN_CHANGE) {
            uses.compareAndSet(slot, before, use);
        }
    }
}

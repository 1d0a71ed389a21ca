package dev.fairlead.server.strategy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/**
 * Tracks one IO thread entering and leaving one strategy. Each call writes one number twice, odd while the thread is
 * inside, to a cache line used only by this thread: this is the whole cost of being watched. An observer sees whether
 * the number has changed. One call in {@link #TIMED} is timed as well.
 */
final class Turnstile extends PaddedCounter.After {
    private static final VarHandle TURN;

    static {
        try {
            TURN = MethodHandles.lookup().findVarHandle(Turnstile.class, "turn", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static final int TIMED = 64;

    /** The golden section of 2^64: its multiples fall evenly, in whatever step they are taken. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(TIMED);

    private final Thread thread;
    private final LongSupplier nanoClock;

    // What follows belongs to whoever looks.
    private long seen;
    private int looks;

    /** @param thread the one that passes here */
    Turnstile(Thread thread, LongSupplier nanoClock) {
        this.thread = thread;
        this.nanoClock = nanoClock;
    }

    Thread thread() {
        return thread;
    }

    /** On the thread: it goes in. */
    long enter() {
        long next = (turn + 1) | 1;
        TURN.setOpaque(this, next);
        if (isTimed(next)) {
            start = nanoClock.getAsLong();
            timing = true;
        }
        return next;
    }

    /**
     * On the thread: it has come out.
     *
     * @param entered what {@link #enter} answered
     * @return for how long it was inside; negative if nobody took the time
     */
    long leave(long entered) {
        TURN.setOpaque(this, entered + 1);
        if (!timing) {
            return -1;
        }
        timing = false;
        return Math.max(0, nanoClock.getAsLong() - start);
    }

    /** Choices and outcomes alternate, more or less, and both are to be timed: so it is not simply every 64th turn. */
    private static boolean isTimed(long turn) {
        return turn * GOLDEN >>> SHIFT == 0;
    }

    /** From outside: how often the thread has gone in. */
    long passages() {
        return ((long) TURN.getOpaque(this) + 1) / 2;
    }

    /**
     * From outside, now and then.
     *
     * @param patience so many looks, after the first, that find it in the same passage are too many
     * @return true once for each passage that lasts too long
     */
    boolean isStuck(int patience) {
        long present = (long) TURN.getOpaque(this);
        boolean inside = (present & 1) == 1;
        if (!inside || present != seen) {
            seen = present;
            looks = 0;
            return false;
        }
        return ++looks == patience;
    }
}

package dev.fairlead.server.strategy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sees how long strategies keep the threads that carry requests. One choice in {@link #EVERY} is timed; and since a choice
 * that never returns cannot be timed, someone looks from outside whether a thread is still in the choice that it was in at
 * the look before. A thread pays for that with three writes to a row of its own.
 */
final class SelectWatch {

    /** Must be a power of two. */
    static final int EVERY = 64;

    /** So many looks in a row, not one: a thread that was not given a processor for a moment has done nothing wrong. */
    static final int LOOKS = 4;

    static final Duration INTERVAL = Duration.ofMillis(100);

    /** As many IO threads as can be configured. */
    private static final int LANES = 1024;

    /** Places between the cells of two lanes, so that they never share a cache line. */
    private static final int STRIDE = 32;

    private static final VarHandle GUARD = MethodHandles.arrayElementVarHandle(StrategyGuard[].class);
    private static final VarHandle CALL = MethodHandles.arrayElementVarHandle(long[].class);

    private final StrategyGuard[] inside = new StrategyGuard[LANES * STRIDE];
    private final long[] calls = new long[LANES * STRIDE];
    private final Thread[] threads = new Thread[LANES * STRIDE];

    // What follows belongs to whoever looks.
    private final long[] seen = new long[LANES];
    private final int[] looks = new int[LANES];

    /** @param thread looks from now on, for as long as it lives */
    @SuppressWarnings("FutureReturnValueIgnored") // the thread's owner ends it, and look() throws nothing
    SelectWatch start(ScheduledExecutorService thread) {
        thread.scheduleWithFixedDelay(this::look, INTERVAL.toNanos(), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    /**
     * The lane's own thread begins to ask.
     *
     * @return whether this choice is to be timed
     */
    boolean enter(int lane, StrategyGuard guard) {
        int cell = lane * STRIDE;
        long call = calls[cell] + 1;
        if (threads[cell] == null) {
            threads[cell] = Thread.currentThread();
        }
        CALL.setOpaque(calls, cell, call);
        GUARD.setOpaque(inside, cell, guard);
        return (call & (EVERY - 1)) == 0;
    }

    /** The lane's own thread has its answer. */
    void leave(int lane) {
        GUARD.setOpaque(inside, lane * STRIDE, null);
    }

    boolean watches(int lane) {
        return lane >= 0 && lane < LANES;
    }

    void look() {
        for (int lane = 0; lane < LANES; lane++) {
            int cell = lane * STRIDE;
            StrategyGuard guard = (StrategyGuard) GUARD.getOpaque(inside, cell);
            long call = (long) CALL.getOpaque(calls, cell);
            if (guard == null || call != seen[lane]) {
                seen[lane] = call;
                looks[lane] = 0;
            } else if (++looks[lane] == LOOKS) {
                guard.stalled(threads[cell]);
            }
        }
    }
}

package dev.fairlead.server.strategy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.LongSupplier;

/** Decides whether a strategy is called. It is suspended for a while, and then one request tries it again. */
final class Breaker {

    /** How long it is out after a trip; each trip that follows a failed trial doubles it up to the longest. */
    static final long FIRST_PAUSE_NANOS = 5_000_000_000L;

    static final long LONGEST_PAUSE_NANOS = 300_000_000_000L;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Breaker.class, "state", StrategyGuard.State.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final LongSupplier nanoClock;
    private volatile StrategyGuard.State state = StrategyGuard.State.ASKED;

    // Written by the thread that moves the state, around that; read by those that see TRIPPED.
    private volatile long pauseNanos = FIRST_PAUSE_NANOS;
    private volatile long retryAt;

    Breaker(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    StrategyGuard.State state() {
        return state;
    }

    /** While it is out: true for the one request that may try it again. */
    boolean admitsTrial() {
        return state == StrategyGuard.State.TRIPPED
                && nanoClock.getAsLong() - retryAt >= 0
                && STATE.compareAndSet(this, StrategyGuard.State.TRIPPED, StrategyGuard.State.ON_TRIAL);
    }

    boolean onTrial() {
        return state == StrategyGuard.State.ON_TRIAL;
    }

    /** @return whether that brings it back into service */
    boolean passTrial() {
        boolean back = STATE.compareAndSet(this, StrategyGuard.State.ON_TRIAL, StrategyGuard.State.ASKED);
        if (back) {
            pauseNanos = FIRST_PAUSE_NANOS;
        }
        return back;
    }

    /** The trial failed. */
    void failTrial() {
        pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
        open(StrategyGuard.State.ON_TRIAL);
    }

    /**
     * Takes it out of service, on trial or not.
     *
     * @param atLeastNanos for how long, if its pause is not longer anyway
     * @return whether it was in service
     */
    boolean trip(long atLeastNanos) {
        pauseNanos = Math.max(pauseNanos, atLeastNanos);
        return !open(StrategyGuard.State.ON_TRIAL) && open(StrategyGuard.State.ASKED);
    }

    private boolean open(StrategyGuard.State from) {
        retryAt = nanoClock.getAsLong() + pauseNanos;
        return STATE.compareAndSet(this, from, StrategyGuard.State.TRIPPED);
    }

    long pauseNanos() {
        return pauseNanos;
    }
}

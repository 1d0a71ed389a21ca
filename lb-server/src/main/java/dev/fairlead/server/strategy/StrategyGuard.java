package dev.fairlead.server.strategy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what one pool's strategy does on the path of requests, over all its selectors, and takes it out of service
 * for a while when it fails again and again. The healthy case costs one read of a field that hardly ever changes.
 */
public final class StrategyGuard {

    /** So many failures within a {@link #WINDOW_NANOS window} are no accident. */
    static final int TOLERATED = 10;

    static final long WINDOW_NANOS = 10_000_000_000L;

    /** How long it is out after a trip; each trip that follows a failed trial doubles it up to the longest. */
    static final long FIRST_PAUSE_NANOS = 5_000_000_000L;

    static final long LONGEST_PAUSE_NANOS = 300_000_000_000L;

    private static final Logger log = LoggerFactory.getLogger(StrategyGuard.class);
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(StrategyGuard.class, "state", State.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whether the strategy is asked. */
    public enum State {
        ASKED,
        /** out of service: the fallback serves every request */
        TRIPPED,
        /** the pause is over: one request asks it, the others are served by the fallback */
        ON_TRIAL
    }

    private final String pool;
    private final String strategy;
    private final LongSupplier nanoClock;
    private final AtomicLong errors = new AtomicLong();
    private final AtomicInteger recent = new AtomicInteger();
    private volatile long windowStart;
    private volatile State state = State.ASKED;
    private volatile String lastCause = "";

    // Written by the thread that moves the state to TRIPPED, before it does; read by those that see TRIPPED.
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long retryAt;

    StrategyGuard(String pool, String strategy, LongSupplier nanoClock) {
        this.pool = pool;
        this.strategy = strategy;
        this.nanoClock = nanoClock;
        this.windowStart = nanoClock.getAsLong();
    }

    /** Whether to ask the strategy now; while it is tripped, true for the one request that may try it again. */
    boolean admits() {
        return state == State.ASKED || admitsTrial();
    }

    private boolean admitsTrial() {
        return state == State.TRIPPED
                && nanoClock.getAsLong() - retryAt >= 0
                && STATE.compareAndSet(this, State.TRIPPED, State.ON_TRIAL);
    }

    /** The strategy answered as it should. Told only of answers outside {@link State#ASKED}; others need no note. */
    void succeededOnTrial() {
        recent.set(0);
        windowStart = nanoClock.getAsLong();
        pauseNanos = FIRST_PAUSE_NANOS;
        if (STATE.compareAndSet(this, State.ON_TRIAL, State.ASKED)) {
            log.info("pool={} strategy={} event=strategy-back cause=\"it answers again\"", pool, strategy);
        }
    }

    boolean onTrial() {
        return state == State.ON_TRIAL;
    }

    /** @param cause completes the sentence "the strategy …" */
    void failed(String cause) {
        errors.incrementAndGet();
        lastCause = cause;
        if (state == State.ON_TRIAL) {
            pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
            trip(State.ON_TRIAL, cause);
            return;
        }
        long now = nanoClock.getAsLong();
        // Two threads may both open a window here; a count lost between them only delays the trip.
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            recent.set(0);
        }
        int failures = recent.incrementAndGet();
        if (failures == 1) {
            log.warn("pool={} strategy={} event=strategy-failed cause=\"{}\"", pool, strategy, cause);
        } else if (failures >= TOLERATED && state == State.ASKED) {
            trip(State.ASKED, cause);
        }
    }

    private void trip(State from, String cause) {
        retryAt = nanoClock.getAsLong() + pauseNanos;
        if (STATE.compareAndSet(this, from, State.TRIPPED) && from == State.ASKED) {
            log.error(
                    "pool={} strategy={} event=strategy-tripped cause=\"{}; rotation serves, next try in {} s\"",
                    pool,
                    strategy,
                    cause,
                    pauseNanos / 1_000_000_000L);
        }
    }

    public String pool() {
        return pool;
    }

    /** Why it is not asked, as a sentence; empty while it is. */
    String tripCause() {
        return state == State.ASKED ? "" : "strategy " + strategy + " " + lastCause + ", and is left alone for a while";
    }

    /** What it did wrong last, as a sentence; empty if nothing. */
    public String lastFailure() {
        return lastCause.isEmpty() ? "" : "strategy " + strategy + " of pool " + pool + " " + lastCause;
    }

    public State state() {
        return state;
    }

    /** Calls on the path of requests that threw, or answered with something that is no endpoint of the table. */
    public long errors() {
        return errors.get();
    }
}

package dev.fairlead.server.strategy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

    /** A choice is a few hundred nanoseconds. One that takes this long keeps a thread from hundreds of requests. */
    static final long SLOW_NANOS = 1_000_000L;

    /** Of the choices that are timed; fewer are the machine's fault. */
    static final int SLOW_PART = 4;

    /** After a choice that did not come back: trying again may cost a thread the same time again. */
    static final long STALL_PAUSE_NANOS = 60_000_000_000L;

    private static final int FRAMES_TOLD = 3;

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
    private final AtomicInteger timed = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();
    private final SelectWatch watch;
    private volatile long windowStart;
    private volatile State state = State.ASKED;
    private volatile String lastCause = "";

    // Written by the thread that moves the state to TRIPPED, before it does; read by those that see TRIPPED.
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long retryAt;

    StrategyGuard(String pool, String strategy, LongSupplier nanoClock, SelectWatch watch) {
        this.pool = pool;
        this.watch = watch;
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
        openWindow(now);
        int failures = recent.incrementAndGet();
        if (failures == 1) {
            log.warn("pool={} strategy={} event=strategy-failed cause=\"{}\"", pool, strategy, cause);
        } else if (failures >= TOLERATED && state == State.ASKED) {
            trip(State.ASKED, cause);
        }
    }

    /** Two threads may both open a window here; a count lost between them only delays a trip. */
    private void openWindow(long now) {
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            recent.set(0);
            timed.set(0);
            slow.set(0);
        }
    }

    /** On the lane's own thread, before the strategy is asked; answers when that was, or 0 if nobody wants to know. */
    long enter(int lane) {
        if (!watch.watches(lane) || !watch.enter(lane, this)) {
            return 0;
        }
        long now = nanoClock.getAsLong();
        return now == 0 ? 1 : now;
    }

    /** On the lane's own thread, after it was asked. */
    void leave(int lane, long start) {
        if (watch.watches(lane)) {
            watch.leave(lane);
            if (start != 0) {
                took(nanoClock.getAsLong() - start);
            }
        }
    }

    /** One choice in many. */
    private void took(long nanos) {
        openWindow(nanoClock.getAsLong());
        int all = timed.incrementAndGet();
        if (nanos < SLOW_NANOS) {
            return;
        }
        String cause = "took " + nanos / 1_000 + " µs for a choice, expected less than " + SLOW_NANOS / 1_000 + " µs";
        lastCause = cause;
        int late = slow.incrementAndGet();
        if (late == 1) {
            log.warn("pool={} strategy={} event=strategy-slow cause=\"{}\"", pool, strategy, cause);
        }
        if (late >= TOLERATED && late * SLOW_PART >= all && state == State.ASKED) {
            trip(State.ASKED, cause);
        }
    }

    /** A thread that carries requests is in the strategy and does not come back; nothing can fetch it. */
    void stalled(@Nullable Thread thread) {
        errors.incrementAndGet();
        lastCause = "has kept " + (thread == null ? "a thread" : thread.getName()) + " for more than "
                + SelectWatch.INTERVAL.multipliedBy(SelectWatch.LOOKS).toMillis() + " ms" + where(thread);
        pauseNanos = Math.max(pauseNanos, STALL_PAUSE_NANOS);
        trip(state == State.ON_TRIAL ? State.ON_TRIAL : State.ASKED, lastCause);
    }

    private static String where(@Nullable Thread thread) {
        return thread == null
                ? ""
                : Arrays.stream(thread.getStackTrace())
                        .limit(FRAMES_TOLD)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < ", ", at ", ""));
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

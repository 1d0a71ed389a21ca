package dev.fairlead.server.strategy;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks one pool's strategy on the request path, across all its selectors, and suspends it for a while if it fails or
 * is slow repeatedly, or blocks a thread.
 */
public final class StrategyGuard {

    /** So many failures within a {@link #WINDOW_NANOS window} are no accident. */
    static final int TOLERATED = 10;

    static final long WINDOW_NANOS = 10_000_000_000L;

    /** A choice is a few hundred nanoseconds. One that takes this long keeps a thread from hundreds of requests. */
    static final long SLOW_NANOS = 1_000_000L;

    /** Of the calls that are timed; fewer are the machine's fault. */
    static final int SLOW_PART = 4;

    /** After a call that did not come back: trying again may cost a thread the same time again. */
    static final long STALL_PAUSE_NANOS = 60_000_000_000L;

    private static final int FRAMES_TOLD = 3;

    private static final Logger log = LoggerFactory.getLogger(StrategyGuard.class);

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
    private final Breaker breaker;
    private final AtomicLong errors = new AtomicLong();
    private final AtomicInteger recent = new AtomicInteger();
    private final AtomicInteger slow = new AtomicInteger();
    private volatile long windowStart;
    private volatile long passagesBefore;
    private volatile String lastCause = "";

    /** By lane; a copy takes its place when a lane comes for the first time. */
    private volatile Turnstile[] turnstiles = {};

    StrategyGuard(String pool, String strategy, LongSupplier nanoClock) {
        this.pool = pool;
        this.strategy = strategy;
        this.nanoClock = nanoClock;
        this.breaker = new Breaker(nanoClock);
        this.windowStart = nanoClock.getAsLong();
    }

    /** Of a strategy that is left alone: true for the one request that may try it again. */
    boolean admitsTrial() {
        return breaker.admitsTrial();
    }

    /**
     * Where the calling thread goes in, and out again.
     *
     * @param lane the number of the IO thread, which is the calling one
     */
    Turnstile turnstile(int lane) {
        Turnstile[] present = turnstiles;
        Turnstile own = lane < present.length ? present[lane] : null;
        return own == null ? open(lane) : own;
    }

    private synchronized Turnstile open(int lane) {
        Turnstile[] next = Arrays.copyOf(turnstiles, Math.max(turnstiles.length, lane + 1));
        Turnstile opened = new Turnstile(Thread.currentThread(), nanoClock);
        next[lane] = opened;
        turnstiles = next;
        return opened;
    }

    /** The strategy answered as it should, to the request that was to try it. */
    void succeededOnTrial() {
        if (breaker.passTrial()) {
            windowStart = nanoClock.getAsLong();
            recent.set(0);
            log.info("pool={} strategy={} event=strategy-back cause=\"it answers again\"", pool, strategy);
        }
    }

    /** @param cause completes the sentence "the strategy …" */
    void failed(String cause) {
        errors.incrementAndGet();
        lastCause = cause;
        if (breaker.onTrial()) {
            breaker.failTrial();
            return;
        }
        openWindow();
        int failures = recent.incrementAndGet();
        if (failures == 1) {
            log.warn("pool={} strategy={} event=strategy-failed cause=\"{}\"", pool, strategy, cause);
        } else if (failures >= TOLERATED && state() == State.ASKED) {
            trip(0, cause);
        }
    }

    /** Somebody was curious, and in vain: that is no reason to take it from requests. */
    void toldNothing(String cause) {
        lastCause = cause;
        log.warn("pool={} strategy={} event=strategy-told-nothing cause=\"{}\"", pool, strategy, cause);
    }

    /** Two threads may both open a window here; a count lost between them only delays a trip. */
    private void openWindow() {
        long now = nanoClock.getAsLong();
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            passagesBefore = passages();
            recent.set(0);
            slow.set(0);
        }
    }

    /** Calls up to now, over all threads. */
    private long passages() {
        return Arrays.stream(turnstiles)
                .filter(Objects::nonNull)
                .mapToLong(Turnstile::passages)
                .sum();
    }

    /**
     * Of a call that was timed. One that was not slow leaves no trace, so that threads have nothing to fight for; how many
     * those were is reckoned when it matters.
     *
     * @param what the call was for, as in "took 2000 µs …"
     */
    void took(long nanos, String what) {
        if (nanos >= SLOW_NANOS) {
            slow("took " + nanos / 1_000 + " µs " + what + ", expected less than " + SLOW_NANOS / 1_000 + " µs");
        }
    }

    private void slow(String cause) {
        openWindow();
        lastCause = cause;
        int late = slow.incrementAndGet();
        long timed = (passages() - passagesBefore) / Turnstile.TIMED;
        if (late == 1) {
            log.warn("pool={} strategy={} event=strategy-slow cause=\"{}\"", pool, strategy, cause);
        }
        if (late >= TOLERATED && (long) late * SLOW_PART >= timed && state() == State.ASKED) {
            trip(0, cause);
        }
    }

    /** On the thread that watches: whether one that carries requests is in the strategy and does not come back. */
    void look() {
        for (Turnstile turnstile : turnstiles) {
            if (turnstile != null && turnstile.isStuck(StrategyWatchdog.LOOKS)) {
                stuck(turnstile.thread());
            }
        }
    }

    /** Nothing can fetch it; all that can be done is to send no other after it. */
    private void stuck(Thread thread) {
        String where = Arrays.stream(thread.getStackTrace())
                .limit(FRAMES_TOLD)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        errors.incrementAndGet();
        lastCause = "has blocked " + thread.getName() + " for more than " + StrategyWatchdog.PATIENCE.toMillis()
                + " ms, at " + where;
        trip(STALL_PAUSE_NANOS, lastCause);
    }

    private void trip(long atLeastNanos, String cause) {
        if (breaker.trip(atLeastNanos)) {
            log.error(
                    "pool={} strategy={} event=strategy-tripped cause=\"{}; rotation serves, next try in {} s\"",
                    pool,
                    strategy,
                    cause,
                    breaker.pauseNanos() / 1_000_000_000L);
        }
    }

    public String pool() {
        return pool;
    }

    /** Why it is not asked, as a sentence; empty while it is. */
    String tripCause() {
        return state() == State.ASKED
                ? ""
                : "strategy " + strategy + " " + lastCause + ", and is suspended for a while";
    }

    /** What it did wrong last, as a sentence; empty if nothing. */
    public String lastFailure() {
        return lastCause.isEmpty() ? "" : "strategy " + strategy + " of pool " + pool + " " + lastCause;
    }

    public State state() {
        return breaker.state();
    }

    /** Calls on the path of requests that threw, did not return, or answered with no endpoint of the table. */
    public long errors() {
        return errors.get();
    }
}

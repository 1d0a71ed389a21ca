package dev.fairlead.strategy.load;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Outcome;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The response time of an endpoint: it jumps up with a slow answer and comes down over time. All selectors that include
 * the endpoint share it, and all IO threads write it.
 *
 * <p>The estimate and its time are packed into one long, so that both always come from the same observation: the upper
 * half counts ticks of 65 µs (it wraps around after 78 hours, when an estimate means little anyway), the lower half is
 * a float of nanoseconds. Whether the last attempt failed is a second long. A reader may see one of them older than the
 * other, which is as if it had come a moment earlier.
 */
final class ResponseTime {
    private static final int TICK_BITS = 16;
    private static final long NOT_FAILING = Long.MIN_VALUE;

    private final AtomicLong estimate;
    private volatile long failedAt = NOT_FAILING;
    private volatile boolean observed;

    private ResponseTime(long now, double nanos, boolean observed) {
        this.estimate = new AtomicLong(pack(ticks(now), nanos));
        this.observed = observed;
    }

    /** For an endpoint that has not answered yet; the first answer replaces the guess completely. */
    static ResponseTime guessed(long now, double nanos) {
        return new ResponseTime(now, nanos, false);
    }

    /** The value some ticks ago. */
    static ResponseTime remembered(long now, double nanos, int ageTicks) {
        return new ResponseTime(now - ((long) ageTicks << TICK_BITS), nanos, true);
    }

    /** The decayed value: an estimate halves in seven tenths of the decay time. */
    double nanos(long now, double decayNanos) {
        long seen = estimate.get();
        return value(seen) * remainder(seen, now, decayNanos);
    }

    boolean observed() {
        return observed;
    }

    /** Whether the last conclusive attempt failed, and did so within the decay time. */
    boolean failing(long now, double decayNanos) {
        long failed = failedAt;
        return failed != NOT_FAILING && now - failed < decayNanos;
    }

    void observe(Attempt attempt, long now, double decayNanos) {
        if (attempt.outcome() == Outcome.RESPONDED) {
            learn(attempt.latencyNanos(), now, decayNanos);
            if (failedAt != NOT_FAILING) {
                failedAt = NOT_FAILING;
            }
            return;
        }
        // failures are often fast, and an abandoned attempt would have taken at least as long: both may only raise the
        // estimate
        if (attempt.latencyNanos() > nanos(now, decayNanos)) {
            learn(attempt.latencyNanos(), now, decayNanos);
        }
        if (attempt.outcome().isFailure()) {
            failedAt = now == NOT_FAILING ? now + 1 : now;
        }
    }

    private void learn(double nanos, long now, double decayNanos) {
        long seen;
        long next;
        do {
            seen = estimate.get();
            double kept = remainder(seen, now, decayNanos);
            boolean jump = !observed || nanos > value(seen) * kept;
            next = pack(ticks(now), jump ? nanos : value(seen) * kept + nanos * (1 - kept));
        } while (!estimate.compareAndSet(seen, next));
        if (!observed) {
            observed = true;
        }
    }

    int ageTicks(long now) {
        return ticks(now) - (int) (estimate.get() >>> 32);
    }

    float lastNanos() {
        return value(estimate.get());
    }

    private static double remainder(long seen, long now, double decayNanos) {
        long age = (long) (ticks(now) - (int) (seen >>> 32)) << TICK_BITS;
        // strict, so that simulations give the same result on every processor
        return age <= 0 ? 1 : StrictMath.exp(-age / decayNanos);
    }

    private static int ticks(long now) {
        return (int) (now >> TICK_BITS);
    }

    private static long pack(int ticks, double nanos) {
        return (long) ticks << 32 | Integer.toUnsignedLong(Float.floatToRawIntBits((float) nanos));
    }

    private static float value(long packed) {
        return Float.intBitsToFloat((int) packed);
    }
}

package dev.fairlead.spi.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is told to move. It starts close to the overflow of a long, because a monotonic
 * clock may: whoever compares times instead of their differences is found out.
 */
public final class ManualClock implements LongSupplier {
    private final AtomicLong now;
    private volatile boolean asked;

    public ManualClock() {
        this(Long.MAX_VALUE - Duration.ofSeconds(2).toNanos());
    }

    /** One that stands elsewhere. */
    public ManualClock(long nanos) {
        now = new AtomicLong(nanos);
    }

    @Override
    public long getAsLong() {
        if (!asked) {
            asked = true;
        }
        return now.get();
    }

    /** Whether anybody has looked at it yet. */
    public boolean asked() {
        return asked;
    }

    public void advance(Duration step) {
        now.addAndGet(step.toNanos());
    }

    /** The same, for loops that must not allocate. */
    public void advanceNanos(long step) {
        now.addAndGet(step);
    }
}

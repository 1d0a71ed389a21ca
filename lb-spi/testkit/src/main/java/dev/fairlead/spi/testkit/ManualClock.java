package dev.fairlead.spi.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that moves only when a test moves it. It starts close to the overflow of a long, as a monotonic clock may, to
 * expose strategies that compare times instead of their differences.
 */
public final class ManualClock implements LongSupplier {
    private final AtomicLong now;
    private volatile boolean asked;

    public ManualClock() {
        this(Long.MAX_VALUE - Duration.ofSeconds(2).toNanos());
    }

    /** A clock with another start. */
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

    /** Whether it has been read yet. */
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

package dev.fairlead.spi.testkit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is told to move. It starts close to the overflow of a long, because a monotonic
 * clock may: whoever compares times instead of their differences is found out.
 */
public final class ManualClock implements LongSupplier {
    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(2).toNanos());

    @Override
    public long getAsLong() {
        return now.get();
    }

    public void advance(Duration step) {
        now.addAndGet(step.toNanos());
    }

    /** The same, for loops that must not allocate. */
    public void advanceNanos(long step) {
        now.addAndGet(step);
    }
}

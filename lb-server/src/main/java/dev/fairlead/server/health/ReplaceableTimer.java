package dev.fairlead.server.health;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/** At most one timer: arming it replaces the previous one. Belongs to its thread. */
final class ReplaceableTimer {
    private final XnioExecutor thread;
    private final LongSupplier nanoClock;
    private XnioExecutor.@Nullable Key armed;
    private long at;

    ReplaceableTimer(XnioExecutor thread, LongSupplier nanoClock) {
        this.thread = thread;
        this.nanoClock = nanoClock;
    }

    void arm(long nanos, Runnable task) {
        disarm();
        at = nanoClock.getAsLong() + nanos;
        armed = thread.executeAfter(task, nanos, TimeUnit.NANOSECONDS);
    }

    void disarm() {
        XnioExecutor.Key key = armed;
        armed = null;
        if (key != null) {
            key.remove();
        }
    }

    /** Whether something is to happen within this time; what was armed last may have happened already. */
    boolean isArmedWithin(long nanos) {
        long left = at - nanoClock.getAsLong();
        return armed != null && left >= 0 && left <= nanos;
    }
}

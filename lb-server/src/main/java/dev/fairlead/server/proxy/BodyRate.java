package dev.fairlead.server.proxy;

import dev.fairlead.server.upstream.timer.Timer;
import dev.fairlead.server.upstream.timer.Timers;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Detects a client that sends or reads a body so slowly that it mainly holds resources that others need. It checks once
 * a second whether we are waiting for the client, and only such seconds count. So a backend that is working, streams
 * events or does not read is not held against the client, and there is no cost per byte.
 *
 * <p>Bytes in the socket's own buffer count as moved, because the kernel does not tell us more.
 */
final class BodyRate {

    static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Seconds that a client is waited for before it is judged at all: a mobile network may need them to come back. */
    static final int GRACE_SECONDS = 10;

    private final Timers timers;
    private final long bytesPerSecond;
    private final LongSupplier moved;
    private final BooleanSupplier waiting;
    private final Runnable tooSlow;
    private long waited;
    private @Nullable Timer timer;

    /**
     * @param bytesPerSecond 0 if everything is fast enough
     * @param moved bytes of the body so far
     * @param waiting whether it is the client whose turn it is
     * @param tooSlow called at most once
     */
    BodyRate(Timers timers, long bytesPerSecond, LongSupplier moved, BooleanSupplier waiting, Runnable tooSlow) {
        this.timers = timers;
        this.bytesPerSecond = bytesPerSecond;
        this.moved = moved;
        this.waiting = waiting;
        this.tooSlow = tooSlow;
    }

    /** From now on, if it does not look already. */
    void watch() {
        if (timer == null && bytesPerSecond > 0) {
            timer = timers.schedule(LOOK_NANOS, this::look);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void look() {
        timer = null;
        if (waiting.getAsBoolean()) {
            waited++;
            if (waited >= GRACE_SECONDS && moved.getAsLong() / waited < bytesPerSecond) {
                tooSlow.run();
                return;
            }
        }
        watch();
    }
}

package dev.fairlead.server.proxy;

import dev.fairlead.server.upstream.timer.Timer;
import dev.fairlead.server.upstream.timer.Timers;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices a client that sends, or takes, a body so slowly that it does little but hold what others need. It looks once a
 * second whether it is the client that is waited for, and only such seconds count; so a backend that thinks, streams
 * events or does not read costs the client nothing, and a byte costs nothing at all.
 *
 * <p>What the socket's own buffer took counts as moved: nobody is judged by what the kernel has not told us.
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

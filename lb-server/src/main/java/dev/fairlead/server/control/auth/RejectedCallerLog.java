package dev.fairlead.server.control.auth;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refused callers, but not every one: someone who guesses tokens must not be able to fill the disk. */
final class RejectedCallerLog {

    private static final Logger log = LoggerFactory.getLogger(RejectedCallerLog.class);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong nextAt;

    RejectedCallerLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nextAt = new AtomicLong(nanoClock.getAsLong());
    }

    void refused(String from, String cause) {
        long now = nanoClock.getAsLong();
        long due = nextAt.get();
        if (now - due >= 0 && nextAt.compareAndSet(due, now + PAUSE_NANOS)) {
            log.warn("event=caller-refused from={} cause=\"{}\" others={}", from, cause, untold.getAndSet(0));
        } else {
            untold.incrementAndGet();
        }
    }
}

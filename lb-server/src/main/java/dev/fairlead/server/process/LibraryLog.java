package dev.fairlead.server.process;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Redirects what libraries, mainly gRPC, write to the JDK's own log to our log, in the configured format. What gRPC
 * complains about is nearly always something that a caller sent, and any caller can send it repeatedly, so it gets at
 * most one line in ten seconds.
 */
final class LibraryLog extends Handler {

    private static final SimpleFormatter MESSAGES = new SimpleFormatter();

    private static final int LONGEST = 500;
    private static final String GRPC = "io.grpc.";
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong nextAt;

    LibraryLog(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.nextAt = new AtomicLong(nanoClock.getAsLong());
    }

    /** Replaces the JDK's lines on stderr. */
    static void redirect() {
        LogManager.getLogManager().reset();
        Logger.getLogger("").addHandler(new LibraryLog(System::nanoTime));
    }

    @Override
    public void publish(LogRecord event) {
        String name = String.valueOf(event.getLoggerName());
        org.slf4j.Logger log = LoggerFactory.getLogger(name);
        String message = MESSAGES.formatMessage(event);
        if (name.startsWith(GRPC) && event.getLevel().intValue() >= Level.WARNING.intValue()) {
            complain(log, message, event.getThrown());
        } else if (event.getLevel().intValue() >= Level.SEVERE.intValue()) {
            log.error("{}", message, event.getThrown());
        } else if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
            log.warn("{}", message, event.getThrown());
        } else {
            log.debug("{}", message, event.getThrown());
        }
    }

    private void complain(org.slf4j.Logger log, String message, @Nullable Throwable thrown) {
        long now = nanoClock.getAsLong();
        long due = nextAt.get();
        if (now - due >= 0 && nextAt.compareAndSet(due, now + PAUSE_NANOS)) {
            String cause = thrown == null ? message : message + ": " + thrown;
            log.warn(
                    "event=grpc-complaint cause=\"{}\" others={}",
                    cause.substring(0, Math.min(LONGEST, cause.length())),
                    untold.getAndSet(0));
        } else {
            untold.incrementAndGet();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

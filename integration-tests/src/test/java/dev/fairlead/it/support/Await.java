package dev.fairlead.it.support;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, never for a time. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    private Await() {}

    public static void until(String what, Callable<Boolean> condition) {
        until(what, PATIENCE, condition, () -> "");
    }

    public static void until(String what, Duration patience, Callable<Boolean> condition) {
        until(what, patience, condition, () -> "");
    }

    /** @param evidence what to show if it does not happen */
    public static void until(String what, Duration patience, Callable<Boolean> condition, Supplier<String> evidence) {
        long deadline = System.nanoTime() + patience.toNanos();
        Throwable last = null;
        do {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (Exception | AssertionError e) {
                // Not yet: whoever is asked may not even listen.
                last = e;
            }
            LockSupport.parkNanos(PAUSE);
        } while (System.nanoTime() < deadline);
        throw new AssertionError(
                "waited " + patience.toMillis() + " ms in vain until " + what + "\n" + evidence.get(), last);
    }
}

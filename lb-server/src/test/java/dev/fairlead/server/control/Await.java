package dev.fairlead.server.control;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread brings about. */
public final class Await {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Await() {}

    public static void until(String what, Callable<Boolean> holds) throws Exception {
        long start = System.nanoTime();
        while (!holds.call()) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new AssertionError("did not come about: " + what);
            }
            LockSupport.parkNanos(500_000);
        }
    }
}

package dev.fairlead.spi.testkit.trial;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a strategy on a separate thread with a time limit, so that one that never returns is a finding too. */
public record TimeLimit(Duration limit) {

    /** A check takes well under a second; on any machine, only one that never ends takes this long. */
    public static final TimeLimit DEFAULT = new TimeLimit(Duration.ofMinutes(2));

    /** @throws Violation if it throws anything, with the place; or if there is no answer in time */
    public <T> T await(String what, Callable<T> task) {
        FutureTask<T> running = new FutureTask<>(task);
        Thread thread = new Thread(running, what);
        thread.setDaemon(true);
        thread.start();
        try {
            return running.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            throw thrown instanceof Violation violation ? violation : Violation.thrown(thrown, "");
        } catch (TimeoutException e) {
            Throwable where = new Throwable("was here");
            where.setStackTrace(thread.getStackTrace());
            thread.interrupt();
            throw Violation.hanging("no answer after " + inSeconds() + " s", where);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Violation("interrupted", e);
        }
    }

    private String inSeconds() {
        return limit.toMillis() % 1_000 == 0 ? String.valueOf(limit.toSeconds()) : limit.toMillis() / 1e3 + "";
    }
}

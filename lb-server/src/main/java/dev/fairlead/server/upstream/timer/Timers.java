package dev.fairlead.server.upstream.timer;

/** The timers of one IO thread; used only on that thread. */
public interface Timers {

    /** Runs the task on the IO thread, not before the delay is over and about ten milliseconds after it. */
    Timer schedule(long delayNanos, Runnable task);
}

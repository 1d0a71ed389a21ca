package dev.fairlead.server.upstream.timer;

/** A task to run later on the IO thread of its wheel. */
public interface Timer {

    /** It will not run, unless it already has. On the wheel's IO thread. */
    void cancel();
}

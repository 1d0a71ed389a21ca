package dev.fairlead.server.upstream.timer;

/** Something to be run later on the IO thread of its wheel. */
public interface Timer {

    /** It will not run, unless it already has. On the wheel's IO thread. */
    void cancel();
}

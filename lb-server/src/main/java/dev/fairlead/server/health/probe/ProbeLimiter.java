package dev.fairlead.server.health.probe;

import java.util.ArrayDeque;

/**
 * Limits concurrent probes, so that ten thousand new or hanging backends neither use up all descriptors nor cause a
 * burst. Guarded by the health thread.
 */
public final class ProbeLimiter {
    private final int room;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    public ProbeLimiter(int room) {
        this.room = room;
    }

    /** Runs {@code probe} now or when there is room; each run ends with one {@link #leave}. */
    public void enter(Runnable probe, boolean urgent) {
        if (inside < room) {
            inside++;
            probe.run();
        } else if (urgent) {
            waiting.addFirst(probe);
        } else {
            waiting.addLast(probe);
        }
    }

    public void leave() {
        Runnable next = waiting.pollFirst();
        if (next == null) {
            inside--;
        } else {
            next.run();
        }
    }
}

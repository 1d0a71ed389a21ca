package dev.fairlead.server.health;

import java.util.ArrayDeque;

/**
 * Bounds the probes under way, so that ten thousand new or hanging backends cost neither all descriptors nor a burst.
 * Guarded by the health thread.
 */
final class ProbeGate {
    private final int room;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int inside;

    ProbeGate(int room) {
        this.room = room;
    }

    /** Runs {@code probe} now or when there is room; each run ends with one {@link #leave}. */
    void enter(Runnable probe, boolean urgent) {
        if (inside < room) {
            inside++;
            probe.run();
        } else if (urgent) {
            waiting.addFirst(probe);
        } else {
            waiting.addLast(probe);
        }
    }

    void leave() {
        Runnable next = waiting.pollFirst();
        if (next == null) {
            inside--;
        } else {
            next.run();
        }
    }
}

package dev.fairlead.server.health;

import java.util.ArrayDeque;
import java.util.List;

/** The latest transitions of one backend, oldest first. */
final class HealthHistory {
    static final int KEPT = 50;

    private final ArrayDeque<HealthEvent> events = new ArrayDeque<>();

    synchronized void add(HealthEvent event) {
        if (events.size() == KEPT) {
            events.removeFirst();
        }
        events.addLast(event);
    }

    synchronized List<HealthEvent> events() {
        return List.copyOf(events);
    }
}

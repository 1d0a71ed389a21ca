package dev.fairlead.server.routing;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Connects the two planes: the control thread publishes tables here, and every attempt of every request reads the
 * current one.
 */
@Singleton
public final class RoutingTables {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile RoutingTable current = RoutingTable.empty();

    @Inject
    public RoutingTables() {}

    public RoutingTable current() {
        return current;
    }

    /** By the control thread only. */
    public void publish(RoutingTable next) {
        if (next.generation() <= current.generation()) {
            throw new IllegalArgumentException(
                    "generation " + next.generation() + " cannot follow " + current.generation());
        }
        current = next;
        listeners.forEach(Runnable::run);
    }

    /** Runs after each publication, on the control thread: it may wake a thread, but do nothing that takes time. */
    public void whenPublished(Runnable listener) {
        listeners.add(listener);
    }
}

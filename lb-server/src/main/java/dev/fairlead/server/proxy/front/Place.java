package dev.fairlead.server.proxy.front;

import org.jspecify.annotations.Nullable;

/**
 * A client's position among those of its IO thread that can be disconnected: in one of the circular lists, or in none.
 */
final class Place {

    final @Nullable FrontConnection connection;
    private Place previous = this;
    private Place next = this;
    private long since;

    /** @param connection null for the head of a list */
    Place(@Nullable FrontConnection connection) {
        this.connection = connection;
    }

    /** The one that has stood behind this head the longest; the head itself if there is none. */
    Place oldest() {
        return next;
    }

    /** By {@link System#nanoTime}. */
    long since() {
        return since;
    }

    void moveToEndOf(Place list) {
        leave();
        since = System.nanoTime();
        previous = list.previous;
        next = list;
        previous.next = this;
        list.previous = this;
    }

    void leave() {
        previous.next = next;
        next.previous = previous;
        previous = this;
        next = this;
    }
}

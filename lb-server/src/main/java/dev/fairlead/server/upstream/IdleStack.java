package dev.fairlead.server.upstream;

import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one backend on one IO thread, the most recently used on top: it is the least likely to be stale,
 * and those below get to expire. Touched by its thread only; other threads read the size.
 */
final class IdleStack {

    private @Nullable UpstreamConnection newest;
    private @Nullable UpstreamConnection oldest;
    private volatile int size;

    int size() {
        return size;
    }

    @Nullable
    UpstreamConnection oldest() {
        return oldest;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void push(UpstreamConnection connection) {
        UpstreamConnection below = newest;
        connection.older = below;
        connection.newer = null;
        if (below == null) {
            oldest = connection;
        } else {
            below.newer = connection;
        }
        newest = connection;
        size++;
    }

    @Nullable
    UpstreamConnection pop() {
        UpstreamConnection top = newest;
        if (top != null) {
            remove(top);
        }
        return top;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void remove(UpstreamConnection connection) {
        UpstreamConnection above = connection.newer;
        UpstreamConnection below = connection.older;
        if (above == null) {
            newest = below;
        } else {
            above.older = below;
        }
        if (below == null) {
            oldest = above;
        } else {
            below.newer = above;
        }
        connection.newer = null;
        connection.older = null;
        size--;
    }
}

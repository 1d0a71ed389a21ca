package dev.fairlead.server.upstream;

import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one backend on one IO thread, the most recently used on top: it is the least likely to be
 * stale, and those below get to expire. Used only by its thread; other threads read the size.
 *
 * <p>Some backends close after each answer without announcing it. A kept connection to such a backend loses a request,
 * so after a few of them failed, with no success in between, kept connections are not used for a while.
 */
final class IdleStack {

    private static final int TOLERATED_DEATHS = 3;
    private static final long DISTRUSTED_NANOS = 1_000_000_000L;

    /** Kept connections that died under a request, since one served. */
    private int deaths;

    private long distrustedUntil = Long.MIN_VALUE;

    private @Nullable UpstreamConnection newest;
    private @Nullable UpstreamConnection oldest;
    private volatile int size;

    boolean trusted(long now) {
        return now >= distrustedUntil;
    }

    /** A kept connection brought an answer. */
    void served() {
        deaths = 0;
    }

    /** A kept connection ended under its request. */
    void died(long now) {
        if (++deaths >= TOLERATED_DEATHS) {
            deaths = TOLERATED_DEATHS; // the next one is a trial: if it dies, too, there is no need to count again
            distrustedUntil = now + DISTRUSTED_NANOS;
        }
    }

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

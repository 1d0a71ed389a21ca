package dev.fairlead.server.control.watch;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** All that tells watchers something: how many there are, and their end. */
@Singleton
public final class Feeds implements AutoCloseable {
    private final StateFeed state;
    private final StatsFeed stats;

    @Inject
    Feeds(StateFeed state, StatsFeed stats) {
        this.state = state;
        this.stats = stats;
    }

    public int stateWatchers() {
        return state.watchers();
    }

    public int statsWatchers() {
        return stats.watchers();
    }

    /** How often a watcher was so slow that it had to begin anew. */
    public long resyncs() {
        return state.resyncs();
    }

    /** How often figures were left out, for a watcher had not taken those before. */
    public long missed() {
        return stats.missed();
    }

    /** What is told ends without a word; the port closes at the same time. */
    @Override
    public void close() {
        state.close();
        stats.close();
    }
}

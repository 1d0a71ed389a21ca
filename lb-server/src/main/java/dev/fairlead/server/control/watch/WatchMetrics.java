package dev.fairlead.server.control.watch;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** How many watch, and what they had to miss; for the metrics. */
@Singleton
public final class WatchMetrics {
    private final StateFeed state;
    private final StatsFeed stats;

    @Inject
    WatchMetrics(StateFeed state, StatsFeed stats) {
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
}

package dev.fairlead.server.control.watch;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The number of watchers and what they missed; for the metrics. */
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

    /** How often a watcher was so slow that it had to start over. */
    public long resyncs() {
        return state.resyncs();
    }

    /** How often figures were skipped because a watcher had not read the previous ones. */
    public long missed() {
        return stats.missed();
    }
}

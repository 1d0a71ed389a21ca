package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.backend.LaneCounters;

/** What became of the sessions of requests, each request counted once. */
public final class StickyCounters {
    private final LaneCounters cells;

    StickyCounters(int lanes) {
        cells = new LaneCounters(lanes, StickyResult.values().length);
    }

    void count(int lane, StickyResult result) {
        cells.increment(lane, result.ordinal());
    }

    public long total(StickyResult result) {
        return cells.sum(result.ordinal());
    }
}

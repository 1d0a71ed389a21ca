package dev.fairlead.server.routing;

import dev.fairlead.server.backend.BackendCounters;
import dev.fairlead.server.backend.LaneCounters;

/** The requests that a route had, by class of the status that the client got, and what became of their copies. */
public final class RouteCounters {
    private static final int CLASSES = 6;

    private final LaneCounters cells;

    public RouteCounters(int lanes) {
        cells = new LaneCounters(lanes, CLASSES + MirrorResult.values().length);
    }

    void answered(int lane, int status) {
        cells.increment(lane, BackendCounters.codeClass(status));
    }

    /** On the lane's own thread, once for each copy. */
    public void mirrored(int lane, MirrorResult result) {
        cells.increment(lane, CLASSES + result.ordinal());
    }

    /** @param codeClass the first digit of the status, 1 to 5 */
    public long requests(int codeClass) {
        return cells.sum(codeClass);
    }

    public long mirrored(MirrorResult result) {
        return cells.sum(CLASSES + result.ordinal());
    }
}

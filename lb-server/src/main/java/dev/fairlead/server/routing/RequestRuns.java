package dev.fairlead.server.routing;

import java.util.function.LongSupplier;

/** Starts the runs of requests. */
public final class RequestRuns {
    private final RoutingTables tables;
    private final LongSupplier nanoClock;
    private final RequestLog log;
    private final FailureListener witness;
    private final RecentRequests recent;

    public RequestRuns(
            RoutingTables tables,
            LongSupplier nanoClock,
            RequestLog log,
            FailureListener witness,
            RecentRequests recent) {
        this.tables = tables;
        this.nanoClock = nanoClock;
        this.log = log;
        this.witness = witness;
        this.recent = recent;
    }

    /**
     * @param lane the number of the IO thread that the request stays on
     * @param replayable whether it has no body and so can be sent again
     */
    public RequestRun start(RequestFacts facts, int lane, boolean replayable) {
        return new RequestRun(this, facts, lane, replayable);
    }

    RoutingTable table() {
        return tables.current();
    }

    long now() {
        return nanoClock.getAsLong();
    }

    FailureListener witness() {
        return witness;
    }

    void answered(RequestRun run) {
        log.finished(run);
    }

    void finished(RequestRun run, RecentRequest remembered) {
        recent.add(run.lane(), remembered);
        log.finished(run);
    }
}

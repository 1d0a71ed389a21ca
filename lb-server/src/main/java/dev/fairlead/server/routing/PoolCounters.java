package dev.fairlead.server.routing;

import dev.fairlead.server.backend.BackendCounters;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.LaneCounters;
import dev.fairlead.server.backend.LatencyHistogram;
import java.util.List;

/** The counters of a pool's requests, each counted once, however many attempts it took. */
public final class PoolCounters {

    /** The reasons why a request found no backend; also used as labels. */
    public static final List<String> NO_BACKEND_REASONS =
            List.of(Refusal.NO_BACKENDS, Refusal.NONE_ELIGIBLE, Refusal.SESSION_GONE);

    private static final int CLIENT_GONE = 0;
    private static final int BUDGET_SPENT = 6;
    private static final int STATUS_RETRIES = 7;
    private static final int NO_BACKEND = 8;
    private static final int RETRIES = NO_BACKEND + NO_BACKEND_REASONS.size();

    private final LaneCounters cells;
    private final LatencyHistogram duration;

    PoolCounters(int lanes) {
        cells = new LaneCounters(lanes, RETRIES + FailureKind.values().length);
        duration = new LatencyHistogram(lanes);
    }

    void finished(int lane, int status, EndReason reason, long nanos) {
        cells.increment(lane, BackendCounters.codeClass(status));
        if (reason == EndReason.CLIENT_GONE) {
            cells.increment(lane, CLIENT_GONE);
        }
        duration.record(lane, nanos);
    }

    void retriedAfter(int lane, FailureKind kind) {
        cells.increment(lane, RETRIES + kind.ordinal());
    }

    void retriedAfterStatus(int lane) {
        cells.increment(lane, STATUS_RETRIES);
    }

    void budgetSpent(int lane) {
        cells.increment(lane, BUDGET_SPENT);
    }

    void noBackend(int lane, String reason) {
        cells.increment(lane, NO_BACKEND + NO_BACKEND_REASONS.indexOf(reason));
    }

    /** @param codeClass the first digit of the status that the client got, 1 to 5 */
    public long requests(int codeClass) {
        return cells.sum(codeClass);
    }

    public long clientsGone() {
        return cells.sum(CLIENT_GONE);
    }

    public long retriesAfter(FailureKind kind) {
        return cells.sum(RETRIES + kind.ordinal());
    }

    /** After an answer with a status to retry. */
    public long retriesAfterStatus() {
        return cells.sum(STATUS_RETRIES);
    }

    /** Retries that the policy allowed but the budget did not. */
    public long budgetSpent() {
        return cells.sum(BUDGET_SPENT);
    }

    /** @param reason one of {@link #NO_BACKEND_REASONS} */
    public long noBackend(String reason) {
        return cells.sum(NO_BACKEND + NO_BACKEND_REASONS.indexOf(reason));
    }

    /** From the first byte of the request to the last byte of the answer. */
    public LatencyHistogram duration() {
        return duration;
    }
}

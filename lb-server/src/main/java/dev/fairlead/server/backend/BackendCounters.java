package dev.fairlead.server.backend;

/** The counters of one backend since it was declared, in attempts: a request tried twice counts twice. */
public final class BackendCounters {
    private static final int ATTEMPTS = 0;
    private static final int FAILURES = 6;
    private static final int RETRIES = FAILURES + FailureKind.values().length;
    private static final int BYTES_SENT = RETRIES + 1;
    private static final int BYTES_RECEIVED = RETRIES + 2;
    private static final int WIDTH = RETRIES + 3;

    private final LaneCounters cells;
    private final LatencyHistogram latency;

    public BackendCounters(int lanes) {
        cells = new LaneCounters(lanes, WIDTH);
        latency = new LatencyHistogram(lanes);
    }

    /** An attempt begins. */
    public void begun(int lane) {
        cells.increment(lane, ATTEMPTS);
    }

    /** A response head arrived; {@code nanos} counts from the choice of the backend. */
    public void responded(int lane, int status, long nanos) {
        cells.increment(lane, codeClass(status));
        latency.record(lane, nanos);
    }

    public void failed(int lane, FailureKind kind) {
        cells.increment(lane, FAILURES + kind.ordinal());
    }

    /** An attempt here was not a request's first. */
    public void retried(int lane) {
        cells.increment(lane, RETRIES);
    }

    public void transferred(int lane, long sent, long received) {
        cells.add(lane, BYTES_SENT, sent);
        cells.add(lane, BYTES_RECEIVED, received);
    }

    /** All started attempts, whatever their result. */
    public long attempts() {
        return cells.sum(ATTEMPTS);
    }

    /** @param codeClass the first digit of the status, 1 to 5 */
    public long responses(int codeClass) {
        return cells.sum(codeClass);
    }

    public long failures(FailureKind kind) {
        return cells.sum(FAILURES + kind.ordinal());
    }

    public long retries() {
        return cells.sum(RETRIES);
    }

    public long bytesSent() {
        return cells.sum(BYTES_SENT);
    }

    public long bytesReceived() {
        return cells.sum(BYTES_RECEIVED);
    }

    /** From choosing the backend to the head of its response. */
    public LatencyHistogram latency() {
        return latency;
    }

    /** The first digit of a status; anything that is not a status counts as 5. */
    public static int codeClass(int status) {
        int first = status / 100;
        return first >= 1 && first <= 5 ? first : 5;
    }
}

package dev.fairlead.server.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The requests that a backend has received. Requests that change something are recorded by id, so that a test can prove
 * that none was executed twice. GET and HEAD are only counted, which keeps the load path free of locks.
 */
public final class RequestJournal {

    private static final int KEPT = 100_000;

    private final LongAdder total = new LongAdder();

    /** Guarded by itself. */
    private final Map<String, Integer> executions = new LinkedHashMap<>();

    void counted() {
        total.increment();
    }

    void executed(String requestId) {
        synchronized (executions) {
            executions.merge(requestId, 1, Integer::sum);
            if (executions.size() > KEPT) {
                executions.remove(executions.keySet().iterator().next());
            }
        }
    }

    /** The number of requests, without {@code /health} and {@code /requests}. */
    public long total() {
        return total.sum();
    }

    /** How often each {@code X-Request-Id} arrived with a method other than GET and HEAD; the newest 100,000. */
    public Map<String, Integer> executions() {
        synchronized (executions) {
            return Map.copyOf(executions);
        }
    }
}

package dev.fairlead.ctl.stats;

import dev.fairlead.control.v1.PoolStats;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import java.util.Map;
import java.util.stream.Collectors;

/** A pool's figures on one line. */
final class PoolLine {

    private PoolLine() {}

    static String of(PoolStats pool) {
        return "pool " + pool.getPool() + ", " + pool.getStrategy() + ": " + Figures.rate(pool.getRequestsPerSecond())
                + "/s, p50 " + Spans.measured(pool.getLatency().getP50()) + ", p99 "
                + Spans.measured(pool.getLatency().getP99()) + "; " + Long.toUnsignedString(pool.getRequestsTotal())
                + " requests" + responses(pool) + ", " + pool.getRetriesTotal() + " retries, "
                + pool.getNoBackendTotal() + " without a backend";
    }

    private static String responses(PoolStats pool) {
        return pool.getResponsesMap().entrySet().stream()
                .filter(count -> count.getValue() != 0)
                .sorted(Map.Entry.comparingByKey())
                .map(count -> count.getKey() + " " + Long.toUnsignedString(count.getValue()))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), all -> all.isEmpty() ? "" : " (" + all + ")"));
    }
}

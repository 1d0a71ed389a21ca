package dev.fairlead.ctl.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The results. Written by all threads of a run; read when they have ended. */
final class LoadResult {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int FIRST_SERVER_ERROR = 500;

    private final int requests;
    private final long[] latencies;
    private final Map<String, Integer> byBackend = new TreeMap<>();
    private final Map<Integer, Integer> byStatus = new TreeMap<>();
    private int answers;
    private int failures;
    private String firstFailure = "";
    private long nanos;

    LoadResult(int requests) {
        this.requests = requests;
        this.latencies = new long[requests];
    }

    /** @param backend empty if the answer does not name it */
    synchronized void answered(int status, String backend, long latency) {
        latencies[answers++] = latency;
        byStatus.merge(status, 1, Integer::sum);
        if (!backend.isEmpty()) {
            byBackend.merge(backend, 1, Integer::sum);
        }
    }

    synchronized void failed(String why) {
        failures++;
        if (firstFailure.isEmpty()) {
            firstFailure = why;
        }
    }

    /** The run is over. */
    synchronized void took(long runNanos) {
        nanos = Math.max(1, runNanos);
        Arrays.sort(latencies, 0, answers);
    }

    int requests() {
        return requests;
    }

    int answers() {
        return answers;
    }

    int failures() {
        return failures;
    }

    String firstFailure() {
        return firstFailure;
    }

    int serverErrors() {
        return byStatus.entrySet().stream()
                .filter(entry -> entry.getKey() >= FIRST_SERVER_ERROR)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    double seconds() {
        return nanos / NANOS_PER_SECOND;
    }

    Map<String, Integer> byBackend() {
        return byBackend;
    }

    Map<Integer, Integer> byStatus() {
        return byStatus;
    }

    /** @param share 0.5 for the median; requires at least one answer */
    double latencyMillis(double share) {
        int index = (int) Math.ceil(share * answers) - 1;
        return latencies[Math.max(0, index)] / NANOS_PER_MILLI;
    }
}

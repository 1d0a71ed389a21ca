package dev.fairlead.spi.testkit.simulation;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Outcome;
import dev.fairlead.spi.testkit.FakePool;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Records what happens in a run. */
final class RunRecorder {
    private final EventSchedule schedule;
    private final Map<String, Integer> rows = new HashMap<>();
    private final Series chosenBySecond;
    private final Series presentBySecond;
    private final double[] fair;
    private final int[] chosen;
    private long[] latencies = new long[1 << 14];
    private int ended;
    private int failed;
    private int fullest;

    RunRecorder(List<Server> servers, int seconds, EventSchedule schedule) {
        this.schedule = schedule;
        servers.forEach(server -> rows.put(server.id(), rows.size()));
        chosenBySecond = new Series(servers.size(), seconds);
        presentBySecond = new Series(servers.size(), seconds);
        fair = new double[servers.size()];
        chosen = new int[servers.size()];
    }

    /** A server was chosen from these; each of them is due its share of this choice. */
    void chosen(Server server, FakePool from) {
        int row = row(server.id());
        chosen[row]++;
        chosenBySecond.add(row, (int) (schedule.now() / 1_000_000_000L), 1);
        fullest = Math.max(fullest, server.present() + 1);
        double weight = from.weight();
        for (Endpoint endpoint : from) {
            fair[row(endpoint.id())] += endpoint.weight() / weight;
        }
    }

    private int row(String id) {
        Integer row = rows.get(id);
        if (row == null) {
            throw new IllegalStateException("no server " + id);
        }
        return row;
    }

    void ended(Outcome outcome, long nanos) {
        if (ended == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * ended);
        }
        latencies[ended++] = nanos;
        failed += outcome == Outcome.RESPONDED ? 0 : 1;
    }

    void sample(List<Server> servers, int second) {
        for (int i = 0; i < servers.size(); i++) {
            presentBySecond.add(i, second, servers.get(i).present());
        }
    }

    Result result(Candidate candidate, Scenario scenario, int requests) {
        if (ended != requests) {
            throw new IllegalStateException(requests + " requests were made and " + ended + " came to an end");
        }
        long[] sorted = Arrays.copyOf(latencies, ended);
        Arrays.sort(sorted);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < fair.length; i++) {
            least = Math.min(least, chosen[i] / fair[i]);
            most = Math.max(most, chosen[i] / fair[i]);
        }
        Series series = scenario.chart() == Scenario.Chart.IN_FLIGHT ? presentBySecond : chosenBySecond;
        return new Result(
                candidate.label(),
                requests,
                (double) failed / requests,
                millis(sorted, 0.5),
                millis(sorted, 0.99),
                millis(sorted, 0.999),
                least,
                most,
                fullest,
                series);
    }

    private static double millis(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (part * sorted.length))] / 1e6;
    }
}

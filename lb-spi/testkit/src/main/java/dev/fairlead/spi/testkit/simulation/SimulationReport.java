package dev.fairlead.spi.testkit.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All strategies in all scenarios, as the files of a folder: a text and a picture for each scenario, and an index. */
public final class SimulationReport {
    private final Map<Scenario, List<Result>> results = new LinkedHashMap<>();

    private SimulationReport() {}

    public static SimulationReport of(List<Scenario> scenarios, List<Candidate> candidates) {
        SimulationReport report = new SimulationReport();
        for (Scenario scenario : scenarios) {
            List<Result> runs = new ArrayList<>();
            candidates.forEach(candidate -> runs.add(Simulation.run(scenario, candidate)));
            report.results.put(scenario, runs);
        }
        return report;
    }

    /** The results of a scenario, in the order of the candidates. */
    public Map<Scenario, List<Result>> results() {
        return Map.copyOf(results);
    }

    /**
     * File names and contents.
     *
     * @param howToRepeat a paragraph for the index that says how these files are made
     */
    public Map<String, String> files(String howToRepeat) {
        Map<String, String> files = new LinkedHashMap<>();
        results.forEach((scenario, runs) -> {
            files.put(scenario.name() + ".txt", TextTable.of(scenario, runs));
            files.put(scenario.name() + ".svg", ChartPanels.of(scenario, runs));
        });
        files.put("README.md", index(howToRepeat));
        return files;
    }

    private String index(String howToRepeat) {
        StringBuilder index = new StringBuilder(20_000);
        index.append("""
                # How the strategies behave

                Every strategy in every scenario, in virtual time. Runs are deterministic to the last digit on every
                machine, so a changed heuristic shows in the diff of these files.

                %s

                Health checks, retries and slow start are left out to show what a strategy does by itself.

                - **failed** is the share of requests that ended with a 503 or a timeout of two seconds.
                - **median, p99, p99.9** cover all requests, including failed ones.
                - **least and most share** are the requests of the servers that got the fewest and the most, relative to
                  their fair share by weight while they were present: 1 is fair, 0 is starved.
                - **fullest server** is the most requests ever on one server, including waiting ones.

                ## 99th percentile of latency, in ms

                """.formatted(howToRepeat));
        matrix(index, result -> TextTable.millis(result.p99()));
        index.append("\n## Failed requests, in %\n\n");
        matrix(index, result -> String.format(Locale.ROOT, "%.2f", 100 * result.failed()));
        results.forEach((scenario, runs) -> index.append("\n## ")
                .append(scenario.name())
                .append("\n\n")
                .append(scenario.story())
                .append("\n\n![")
                .append(scenario.name())
                .append("](")
                .append(scenario.name())
                .append(".svg)\n\n```\n")
                .append(TextTable.of(scenario, runs))
                .append("```\n"));
        return index.toString();
    }

    private interface Figure {
        String of(Result result);
    }

    private void matrix(StringBuilder index, Figure figure) {
        index.append("| |");
        results.keySet()
                .forEach(scenario -> index.append(' ').append(scenario.name()).append(" |"));
        index.append("\n|---|").append("---:|".repeat(results.size())).append('\n');
        int candidates = results.values().iterator().next().size();
        for (int i = 0; i < candidates; i++) {
            int row = i;
            index.append("| ")
                    .append(results.values().iterator().next().get(i).label())
                    .append(" |");
            results.values()
                    .forEach(runs ->
                            index.append(' ').append(figure.of(runs.get(row))).append(" |"));
            index.append('\n');
        }
    }
}

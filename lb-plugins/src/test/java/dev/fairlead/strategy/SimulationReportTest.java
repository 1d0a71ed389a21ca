package dev.fairlead.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.testkit.simulation.Candidate;
import dev.fairlead.spi.testkit.simulation.Result;
import dev.fairlead.spi.testkit.simulation.Scenario;
import dev.fairlead.spi.testkit.simulation.Scenarios;
import dev.fairlead.spi.testkit.simulation.SimulationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * All strategies in all scenarios. The report in {@code docs/simulation} is compared with what they do now, and made anew with
 * {@code -Dfairlead.simulation.update=true}.
 */
class SimulationReportTest {
    private static final Path FOLDER = Path.of("..", "docs", "simulation");
    private static final String HOW_TO_REPEAT = """
            After a change, a test fails until these files are regenerated:

                bin/test SimulationReportTest -Dfairlead.simulation.update=true""";
    private static final boolean UPDATE = Boolean.getBoolean("fairlead.simulation.update");
    private static final List<String> ORDER = List.of(
            "round_robin",
            "weighted_round_robin",
            "random",
            "least_connections",
            "p2c",
            "peak_ewma",
            "ip_hash",
            "ring_hash",
            "maglev",
            "rendezvous",
            "first");

    private static SimulationReport report = SimulationReport.of(List.of(), List.of());

    /** Every request is answered by a server that was there, and comes to one end: a run that finds otherwise throws. */
    @BeforeAll
    static void runEveryStrategyThroughEveryScenario() {
        List<Candidate> candidates =
                ORDER.stream().map(Builtin::named).map(Candidate::of).toList();
        report = SimulationReport.of(Scenarios.all(), candidates);
    }

    @Test
    void everyStrategyIsInTheReport() {
        assertThat(Builtin.all().map(provider -> provider.name())).containsExactlyInAnyOrderElementsOf(ORDER);
    }

    @Test
    void reportIsUpToDate() throws IOException {
        Map<String, String> files = report.files(HOW_TO_REPEAT);
        if (UPDATE) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.createDirectories(FOLDER);
                Files.writeString(FOLDER.resolve(file.getKey()), file.getValue());
            }
        }

        assertThat(namesIn(FOLDER)).containsExactlyInAnyOrderElementsOf(files.keySet());
        for (Map.Entry<String, String> file : files.entrySet()) {
            assertThat(Files.readString(FOLDER.resolve(file.getKey())))
                    .as(
                            "docs/simulation/%s is what the strategies do now; its README says how to make it anew",
                            file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void peakEwmaStarvesNobodyInAnyScenario() {
        report.results()
                .forEach((scenario, results) -> assertThat(
                                named("peak_ewma", results).leastShare())
                        .as("%s: share of the server that was treated worst", scenario)
                        .isGreaterThanOrEqualTo(0.01));
    }

    @Test
    void whoeverLooksAtLoadIsNotHeldUpByOneSlowServer() {
        List<Result> results = in("one-slow");

        for (String strategy : List.of("least_connections", "p2c", "peak_ewma")) {
            assertThat(named(strategy, results).p99())
                    .isLessThan(0.1 * named("round_robin", results).p99());
            assertThat(named(strategy, results).failed()).isZero();
        }
    }

    @Test
    void fastErrorsAttractWhoeverLooksAtLoadAlone() {
        List<Result> results = in("fast-errors");

        assertThat(named("least_connections", results).failed())
                .isGreaterThan(2 * named("round_robin", results).failed());
        assertThat(named("peak_ewma", results).failed())
                .isLessThan(0.1 * named("round_robin", results).failed());
    }

    @Test
    void nobodyWhoLooksAtLoadHerds() {
        for (String strategy : List.of("least_connections", "p2c", "peak_ewma")) {
            Result result = named(strategy, in("many-balancers"));
            assertThat(result.fullest())
                    .isLessThan(named("random", in("many-balancers")).fullest());
        }
    }

    private static List<Result> in(String name) {
        Map<Scenario, List<Result>> all = report.results();
        Scenario scenario = all.keySet().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();
        return all.get(scenario);
    }

    private static Result named(String strategy, List<Result> results) {
        return results.stream()
                .filter(result -> result.label().equals(strategy))
                .findFirst()
                .orElseThrow();
    }
}

package dev.fairlead.spi.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The simulator against what queueing theory and arithmetic say must come out. */
class SimulationTest {

    @Test
    void oneWorkerQueuesAsTheorySays() {
        Scenario scenario = Scenario.of("queue", "M/M/1 at half load.")
                .servers(1, 1, 1)
                .requestsPerSecond(second -> 50)
                .demand(Demand.exponential(0.010));
        Result result = run(scenario, (context, pool) -> pool.endpoint(0));

        // the time in an M/M/1 system is exponential with mean 1 / (100 - 50) s
        assertThat(result.median()).isCloseTo(20 * Math.log(2), within(2.0));
        assertThat(result.p99()).isCloseTo(20 * Math.log(100), within(20.0));
    }

    @Test
    void sameSeedSameRun() {
        Scenario scenario = Scenarios.oneSlow();

        Result once = run(scenario, MODEL);
        Result again = run(scenario, MODEL);

        assertThat(again).usingRecursiveComparison().isEqualTo(once);
    }

    @Test
    void errorsAndSilenceAreCountedAsFailures() {
        Scenario scenario = Scenario.of("half", "Half of the servers fail half of the time.")
                .servers(2, 1, 4)
                .requestsPerSecond(second -> 100)
                .demand(Demand.exponential(0.005))
                .at(0, servers -> servers.get(0).failing(true))
                .at(20, servers -> {
                    servers.get(0).failing(false);
                    servers.get(1).silent(true);
                })
                .at(40, servers -> servers.get(1).silent(false));

        assertThat(run(scenario, MODEL).failed()).isCloseTo(0.5, within(0.03));
    }

    @Test
    void whoeverChoosesAServerThatIsGoneIsFoundOut() {
        Scenario scenario = Scenario.of("gone", "One of two goes away.")
                .servers(2, 1, 4)
                .at(1, servers -> servers.get(0).shown(false));
        StrategyProvider stale = provider(context -> {
            Endpoint[] first = new Endpoint[1];
            return pool -> {
                first[0] = first[0] == null ? pool.endpoint(0) : first[0];
                return request -> first[0];
            };
        });

        assertThatThrownBy(() -> Simulation.run(scenario, Candidate.of(stale))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void reportHasATextAndAPictureForEachScenarioAndAnIndex() {
        List<Scenario> scenarios = List.of(Scenarios.allWell(), Scenarios.spike());
        Map<String, String> files = SimulationReport.of(
                        scenarios, List.of(new Candidate("model", provider(MODEL), Map.of())))
                .files("Run the test again.");

        assertThat(files.keySet())
                .containsExactly("all-well.txt", "all-well.svg", "spike.txt", "spike.svg", "README.md");
        assertThat(files.get("README.md")).contains("## spike", "![spike](spike.svg)", "| model |");
        assertThat(files.get("spike.svg")).startsWith("<svg ").endsWith("</svg>\n");
    }

    private interface Choice {
        Endpoint of(StrategyContext context, EndpointPool pool);
    }

    private static final Choice MODEL =
            (context, pool) -> pool.endpoint(context.random().nextInt(pool.size()));

    private static Result run(Scenario scenario, Choice choice) {
        return Simulation.run(scenario, new Candidate("model", provider(choice), Map.of()));
    }

    private static StrategyProvider provider(Choice choice) {
        return provider(context -> pool -> request -> choice.of(context, pool));
    }

    private interface Creation {
        Strategy in(StrategyContext context);
    }

    private static StrategyProvider provider(Creation creation) {
        return new StrategyProvider() {
            @Override
            public String name() {
                return "model";
            }

            @Override
            public Strategy create(StrategyContext context) {
                return creation.in(context);
            }
        };
    }
}

package dev.fairlead.spi.testkit.simulation;

import dev.fairlead.spi.testkit.simulation.Scenario.Chart;
import java.util.List;

/**
 * The situations that tell strategies apart. Ten servers with four workers each and requests of 20 ms can serve 2,000
 * requests a second. Unless a scenario says otherwise, 600 arrive, so that there is capacity as long as no server is in
 * trouble.
 */
public final class Scenarios {
    private static final int VICTIM = 3;

    private Scenarios() {}

    public static List<Scenario> all() {
        return List.of(
                allWell(),
                oneSlow(),
                fastErrors(),
                blackHole(),
                coldStart(),
                rollingRestart(),
                spike(),
                unevenWeights(),
                manyBalancers(),
                heavyTail());
    }

    static Scenario allWell() {
        return tenServers("all-well", "Nothing goes wrong.").chart(Chart.REQUESTS_PER_SECOND, VICTIM);
    }

    static Scenario oneSlow() {
        return tenServers("one-slow", "One of ten servers takes ten times as long, from second 10 to 25.")
                .at(10, servers -> servers.get(VICTIM).slowBy(10))
                .at(25, servers -> servers.get(VICTIM).slowBy(1))
                .chart(Chart.REQUESTS_PER_SECOND, VICTIM);
    }

    static Scenario fastErrors() {
        return tenServers(
                        "fast-errors",
                        "One of ten servers answers 503 within a millisecond, from second 10 to 25, then recovers.")
                .at(10, servers -> servers.get(VICTIM).failing(true))
                .at(25, servers -> servers.get(VICTIM).failing(false))
                .chart(Chart.REQUESTS_PER_SECOND, VICTIM);
    }

    static Scenario blackHole() {
        return tenServers(
                        "black-hole",
                        "One of ten servers accepts requests and never answers, from second 10 to 25;"
                                + " the balancer gives up after two seconds.")
                .at(10, servers -> servers.get(VICTIM).silent(true))
                .at(25, servers -> servers.get(VICTIM).silent(false))
                .chart(Chart.REQUESTS_PER_SECOND, VICTIM);
    }

    static Scenario coldStart() {
        return tenServers(
                        "cold-start",
                        "A tenth server joins at second 10; with cold caches it is ten times slower at first,"
                                + " and normal after ten seconds.")
                .at(0, servers -> servers.get(VICTIM).shown(false))
                .at(10, servers -> {
                    servers.get(VICTIM).warmUp(10, 10);
                    servers.get(VICTIM).shown(true);
                })
                .chart(Chart.REQUESTS_PER_SECOND, VICTIM);
    }

    static Scenario rollingRestart() {
        Scenario scenario = tenServers(
                        "rolling-restart",
                        "From second 5, each of ten servers in turn is away for two seconds and comes back five times"
                                + " slower, warming up for two seconds.")
                .chart(Chart.REQUESTS_PER_SECOND, VICTIM);
        for (int i = 0; i < 10; i++) {
            int restarted = i;
            scenario.at(5 + 3 * i, servers -> servers.get(restarted).shown(false))
                    .at(7 + 3 * i, servers -> {
                        servers.get(restarted).warmUp(5, 2);
                        servers.get(restarted).shown(true);
                    });
        }
        return scenario;
    }

    static Scenario spike() {
        return tenServers(
                        "spike", "From second 15 to 20, more requests arrive than all ten servers together can handle.")
                .requestsPerSecond(second -> second >= 15 && second < 20 ? 2_400 : 600)
                .chart(Chart.IN_FLIGHT, -1);
    }

    static Scenario unevenWeights() {
        return Scenario.of(
                        "uneven-weights",
                        "Nine servers of three sizes with matching weights, at 80 % of total capacity.")
                .servers(3, 1, 2)
                .servers(3, 2, 4)
                .servers(3, 4, 8)
                .requestsPerSecond(second -> 1_680)
                .chart(Chart.IN_FLIGHT, -1);
    }

    static Scenario manyBalancers() {
        return tenServers(
                        "many-balancers",
                        "Twenty independent load balancers in front of the same ten servers;"
                                + " 75 % of total capacity.")
                .balancers(20)
                .requestsPerSecond(second -> 1_500)
                .chart(Chart.IN_FLIGHT, -1);
    }

    static Scenario heavyTail() {
        return tenServers(
                        "heavy-tail",
                        "Most requests take 5 ms, a few take up to two seconds; half of all work is in a few percent.")
                .demand(Demand.heavyTailed(0.005, 1.2, 1.8))
                .requestsPerSecond(second -> 1_000)
                .chart(Chart.IN_FLIGHT, -1);
    }

    private static Scenario tenServers(String name, String story) {
        return Scenario.of(name, story).servers(10, 1, 4);
    }
}

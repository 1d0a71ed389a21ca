package dev.fairlead.spi.testkit.simulation;

import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run of a strategy through a scenario. Requests, their clients and their demands come from a separate seed, so
 * every strategy gets exactly the same requests.
 */
public final class Simulation {
    private static final long SEED = 20_160_316;
    private static final int CLIENTS = 10_000;

    private final Scenario scenario;
    private final Candidate candidate;
    private final EventSchedule schedule = new EventSchedule();
    private final SeededRandom world = new SeededRandom(SEED);
    private final List<Server> servers = new ArrayList<>();
    private final List<Balancer> balancers = new ArrayList<>();
    private final RunRecorder recorder;
    private int requests;

    private Simulation(Scenario scenario, Candidate candidate) {
        this.scenario = scenario;
        this.candidate = candidate;
        Map<String, Server> byId = new LinkedHashMap<>();
        String[] declarations = new String[scenario.servers().size()];
        for (int i = 0; i < declarations.length; i++) {
            Scenario.ServerPlan plan = scenario.servers().get(i);
            Server server = new Server("10.0.0." + (i + 1) + ":8080", plan.weight(), plan.workers(), schedule);
            servers.add(server);
            byId.put(server.id(), server);
            declarations[i] = server.id() + "=" + server.weight();
        }
        recorder = new RunRecorder(servers, scenario.seconds(), schedule);
        for (int i = 0; i < scenario.balancers(); i++) {
            balancers.add(new Balancer(
                    candidate.create(SEED + i, schedule.clock()),
                    FakePool.of(declarations),
                    byId,
                    schedule,
                    scenario.timeoutNanos(),
                    recorder));
        }
    }

    /** Runs a strategy in a scenario; deterministic. */
    public static Result run(Scenario scenario, Candidate candidate) {
        return new Simulation(scenario, candidate).run();
    }

    private Result run() {
        for (Scenario.Event event : scenario.events()) {
            schedule.at(nanos(event.second()), () -> change(event));
        }
        for (int second = 0; second < scenario.seconds(); second++) {
            int sampled = second;
            schedule.at(nanos(second + 0.999), () -> recorder.sample(servers, sampled));
        }
        schedule.at(0, this::nextRequest);
        schedule.run();
        return recorder.result(candidate, scenario, requests);
    }

    private void change(Scenario.Event event) {
        Set<String> before = shown();
        event.change().accept(servers);
        Set<String> after = shown();
        if (!before.equals(after)) {
            balancers.forEach(balancer -> balancer.show(after));
        }
    }

    private Set<String> shown() {
        Set<String> shown = new HashSet<>();
        servers.stream().filter(Server::shown).forEach(server -> shown.add(server.id()));
        return shown;
    }

    /** Independent clients: the time to the next request is exponential. */
    private void nextRequest() {
        double rate = scenario.requestsPerSecond(schedule.now() / 1e9);
        long gap = nanos(-StrictMath.log(1 - world.nextDouble()) / rate);
        if (schedule.now() + gap >= scenario.lengthNanos()) {
            return;
        }
        schedule.after(gap, () -> {
            Balancer balancer = balancers.get(world.nextInt(balancers.size()));
            int client = world.nextInt(CLIENTS);
            requests++;
            balancer.request(client, nanos(scenario.demand().draw(world)));
            nextRequest();
        });
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}

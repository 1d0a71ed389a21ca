package dev.fairlead.spi.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;

/**
 * A situation to run a strategy in: the servers, the rate of requests, their work, and what goes wrong when. Health
 * checks, retries and slow start are left out on purpose, to show the strategy alone.
 */
public final class Scenario {

    /** What the chart of a scenario shows for each server. */
    public enum Chart {
        REQUESTS_PER_SECOND,
        IN_FLIGHT
    }

    record ServerPlan(int weight, int workers) {}

    record Event(double second, Consumer<List<Server>> change) {}

    private final String name;
    private final String story;
    private final List<ServerPlan> servers = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private Duration length = Duration.ofSeconds(40);
    private Duration timeout = Duration.ofSeconds(2);
    private int balancers = 1;
    private DoubleUnaryOperator requestsPerSecond = second -> 600;
    private Demand demand = Demand.exponential(0.020);
    private Chart chart = Chart.REQUESTS_PER_SECOND;
    private int watched = -1;

    private Scenario(String name, String story) {
        this.name = name;
        this.story = story;
    }

    /**
     * @param name of the files
     * @param story in one sentence
     */
    public static Scenario of(String name, String story) {
        return new Scenario(name, story);
    }

    /** Adds servers with this weight, each serving this many requests at a time. */
    public Scenario servers(int count, int weight, int workers) {
        for (int i = 0; i < count; i++) {
            servers.add(new ServerPlan(weight, workers));
        }
        return this;
    }

    /** Sets the number of independent load balancers, each with its own strategy. */
    public Scenario balancers(int count) {
        balancers = count;
        return this;
    }

    /** Sets the request rate at each second of the run. */
    public Scenario requestsPerSecond(DoubleUnaryOperator rate) {
        requestsPerSecond = rate;
        return this;
    }

    /** Sets how long a request keeps a worker busy. */
    public Scenario demand(Demand seconds) {
        demand = seconds;
        return this;
    }

    /** Adds an event that changes the servers. */
    public Scenario at(double second, Consumer<List<Server>> change) {
        events.add(new Event(second, change));
        return this;
    }

    /** Sets what the chart shows, and for which server it draws a line; a negative number means the fullest one. */
    public Scenario chart(Chart what, int server) {
        chart = what;
        watched = server;
        return this;
    }

    public String name() {
        return name;
    }

    public String story() {
        return story;
    }

    List<ServerPlan> servers() {
        return servers;
    }

    List<Event> events() {
        return events;
    }

    int seconds() {
        return (int) length.toSeconds();
    }

    long lengthNanos() {
        return length.toNanos();
    }

    long timeoutNanos() {
        return timeout.toNanos();
    }

    int balancers() {
        return balancers;
    }

    double requestsPerSecond(double second) {
        return requestsPerSecond.applyAsDouble(second);
    }

    Demand demand() {
        return demand;
    }

    Chart chart() {
        return chart;
    }

    int watched() {
        return watched;
    }

    @Override
    public String toString() {
        return name;
    }
}

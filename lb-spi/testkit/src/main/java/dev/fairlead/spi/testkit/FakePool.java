package dev.fairlead.spi.testkit;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * An immutable pool from which others are derived. As in the load balancer, a backend that is in both keeps its id and
 * its requests in flight, and gets a new endpoint, perhaps with another index.
 */
public final class FakePool implements EndpointPool {
    private final List<FakeEndpoint> endpoints;
    private final long generation;

    private FakePool(List<FakeEndpoint> endpoints, long generation) {
        this.endpoints = List.copyOf(endpoints);
        this.generation = generation;
    }

    /** Endpoints by id, optionally with weights: {@code of("a=5", "b", "c")}. */
    public static FakePool of(String... declarations) {
        List<FakeEndpoint> endpoints = new ArrayList<>(declarations.length);
        for (String declaration : declarations) {
            int equals = declaration.lastIndexOf('=');
            String id = equals < 0 ? declaration : declaration.substring(0, equals);
            int weight = equals < 0 ? 1 : Integer.parseInt(declaration, equals + 1, declaration.length(), 10);
            endpoints.add(new FakeEndpoint(new FakeBackend(id), endpoints.size(), weight));
        }
        return new FakePool(endpoints, 1);
    }

    /** Endpoints {@code 10.0.0.0:8080}, {@code 10.0.0.1:8080} and so on, of weight 1. */
    public static FakePool ofSize(int size) {
        int[] weights = new int[size];
        Arrays.fill(weights, 1);
        return ofWeights(weights);
    }

    /** The same with a weight for each. */
    public static FakePool ofWeights(int... weights) {
        List<FakeEndpoint> endpoints = new ArrayList<>(weights.length);
        for (int i = 0; i < weights.length; i++) {
            String id = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255) + ":8080";
            endpoints.add(new FakeEndpoint(new FakeBackend(id), i, weights[i]));
        }
        return new FakePool(endpoints, 1);
    }

    /** The next generation, with one more endpoint at the end. */
    public FakePool with(String id, int weight) {
        List<FakeEndpoint> next = renumbered(endpoints);
        next.add(new FakeEndpoint(new FakeBackend(id), next.size(), weight));
        return new FakePool(next, generation + 1);
    }

    /** The next generation, without one endpoint; those after it move up. */
    public FakePool without(String id) {
        List<FakeEndpoint> rest = new ArrayList<>(endpoints);
        rest.remove(named(id));
        return new FakePool(renumbered(rest), generation + 1);
    }

    /** The next generation, with another weight for one endpoint. */
    public FakePool weighing(String id, int weight) {
        return with(named(id).weighing(weight));
    }

    /** The next generation, with this tag on one endpoint. */
    public FakePool tagged(String id, String key, String value) {
        return with(named(id).tagged(key, value));
    }

    private FakePool with(FakeEndpoint changed) {
        List<FakeEndpoint> next = renumbered(endpoints);
        next.set(changed.index(), changed);
        return new FakePool(next, generation + 1);
    }

    /** The next generation with the same endpoints, as after an unrelated change. */
    public FakePool again() {
        return new FakePool(renumbered(endpoints), generation + 1);
    }

    /** The next generation, with only these ids, as after a health change. */
    public FakePool only(Set<String> ids) {
        List<FakeEndpoint> rest = new ArrayList<>(endpoints);
        rest.removeIf(endpoint -> !ids.contains(endpoint.id()));
        return new FakePool(renumbered(rest), generation + 1);
    }

    private static List<FakeEndpoint> renumbered(List<FakeEndpoint> endpoints) {
        List<FakeEndpoint> next = new ArrayList<>(endpoints.size() + 1);
        for (FakeEndpoint endpoint : endpoints) {
            next.add(endpoint.at(next.size()));
        }
        return next;
    }

    /** The endpoint with this id. */
    public FakeEndpoint named(String id) {
        for (FakeEndpoint endpoint : endpoints) {
            if (endpoint.id().equals(id)) {
                return endpoint;
            }
        }
        throw new NoSuchElementException("no endpoint " + id + " in " + this);
    }

    /** Casts an endpoint chosen by a selector of this pool to the fake. */
    public FakeEndpoint fake(Endpoint endpoint) {
        int index = endpoint.index();
        if (index >= endpoints.size() || endpoints.get(index) != endpoint) {
            throw new IllegalArgumentException(endpoint + " is no endpoint of this generation of " + this);
        }
        return endpoints.get(index);
    }

    @Override
    public int size() {
        return endpoints.size();
    }

    @Override
    public FakeEndpoint endpoint(int index) {
        return endpoints.get(index);
    }

    @Override
    public long generation() {
        return generation;
    }

    /** The sum of all weights. */
    public long weight() {
        long sum = 0;
        for (FakeEndpoint endpoint : endpoints) {
            sum += endpoint.weight();
        }
        return sum;
    }

    @Override
    public String toString() {
        return endpoints.size() <= 12 ? endpoints.toString() : endpoints.size() + " endpoints";
    }
}

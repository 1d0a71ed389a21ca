package dev.fairlead.spi.testkit;

import dev.fairlead.spi.Endpoint;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** An endpoint of a {@link FakePool}, with a count of requests in flight that the test controls. */
public final class FakeEndpoint implements Endpoint {
    private final FakeBackend backend;
    private final int index;
    private final int weight;
    private final Map<String, String> tags;

    FakeEndpoint(FakeBackend backend, int index, int weight) {
        this(backend, index, weight, Map.of());
    }

    private FakeEndpoint(FakeBackend backend, int index, int weight, Map<String, String> tags) {
        this.backend = backend;
        this.index = index;
        this.weight = weight;
        this.tags = Map.copyOf(tags);
    }

    /** The same endpoint in another pool. */
    FakeEndpoint at(int otherIndex) {
        return new FakeEndpoint(backend, otherIndex, weight, tags);
    }

    FakeEndpoint weighing(int otherWeight) {
        return new FakeEndpoint(backend, index, otherWeight, tags);
    }

    FakeEndpoint tagged(String key, String value) {
        Map<String, String> more = new HashMap<>(tags);
        more.put(key, value);
        return new FakeEndpoint(backend, index, weight, more);
    }

    @Override
    public String id() {
        return backend.id();
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public URI url() {
        return backend.url();
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int inFlight() {
        return backend.inFlight().get();
    }

    @Override
    public Map<String, String> tags() {
        return tags;
    }

    /** Adds a request in flight, in every pool that contains this backend. */
    public void begin() {
        backend.inFlight().incrementAndGet();
    }

    /** Removes a request in flight. */
    public void end() {
        backend.inFlight().decrementAndGet();
    }

    /** Sets the number of requests in flight. */
    public void inFlight(int requests) {
        backend.inFlight().set(requests);
    }

    @Override
    public String toString() {
        return id();
    }
}

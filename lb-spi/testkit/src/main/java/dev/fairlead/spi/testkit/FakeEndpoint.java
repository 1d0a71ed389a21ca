package dev.fairlead.spi.testkit;

import dev.fairlead.spi.Endpoint;
import java.net.URI;
import java.util.Map;

/** An endpoint of a {@link FakePool}, with a count of requests in flight that the test moves. */
public final class FakeEndpoint implements Endpoint {
    private final FakeBackend backend;
    private final int index;
    private final int weight;

    FakeEndpoint(FakeBackend backend, int index, int weight) {
        this.backend = backend;
        this.index = index;
        this.weight = weight;
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
        return Map.of();
    }

    /** One more request in flight, in every pool that shows this backend. */
    public void begin() {
        backend.inFlight().incrementAndGet();
    }

    /** One less. */
    public void end() {
        backend.inFlight().decrementAndGet();
    }

    /** So many in flight. */
    public void inFlight(int requests) {
        backend.inFlight().set(requests);
    }

    FakeBackend backend() {
        return backend;
    }

    @Override
    public String toString() {
        return id();
    }
}

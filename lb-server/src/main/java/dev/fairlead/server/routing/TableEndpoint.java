package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.spi.Endpoint;
import java.net.URI;
import java.util.Map;

/** A backend as one table shows it to a strategy. */
final class TableEndpoint implements Endpoint {
    private final RunningBackend backend;
    private final int index;
    private final int weight;
    private final Map<String, String> tags;

    TableEndpoint(BackendView view, int index) {
        this.backend = view.running();
        this.index = index;
        this.weight = view.desired().weight();
        this.tags = view.desired().tags();
    }

    RunningBackend backend() {
        return backend;
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
        return backend.inFlight();
    }

    @Override
    public Map<String, String> tags() {
        return tags;
    }

    @Override
    public String toString() {
        return id() + " (" + url() + ", weight " + weight + ")";
    }
}

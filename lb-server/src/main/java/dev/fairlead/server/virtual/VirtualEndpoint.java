package dev.fairlead.server.virtual;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.spi.Endpoint;
import java.net.URI;
import java.util.Map;

/** A backend as it would be. */
public final class VirtualEndpoint implements Endpoint {
    private final Backend backend;
    private final int index;
    private final Load load;

    VirtualEndpoint(Backend backend, int index, Load load) {
        this.backend = backend;
        this.index = index;
        this.load = load;
    }

    public Load load() {
        return load;
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
        return backend.weight();
    }

    @Override
    public int inFlight() {
        return load.inFlight();
    }

    @Override
    public Map<String, String> tags() {
        return backend.tags();
    }

    @Override
    public String toString() {
        return id() + " (" + url() + ", weight " + weight() + ")";
    }
}

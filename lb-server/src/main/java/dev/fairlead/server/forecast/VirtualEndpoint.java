package dev.fairlead.server.forecast;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.spi.Endpoint;
import java.net.URI;
import java.util.Map;

/** A backend as it would be, with requests that exist in virtual time only. On the plug-in's thread. */
final class VirtualEndpoint implements Endpoint {
    private final Backend backend;
    private final int index;
    private final ServiceTime time;
    private int inFlight;
    private int chosen;

    VirtualEndpoint(Backend backend, int index, ServiceTime time) {
        this.backend = backend;
        this.index = index;
        this.time = time;
    }

    ServiceTime time() {
        return time;
    }

    void enter() {
        inFlight++;
        chosen++;
    }

    void leave() {
        inFlight--;
    }

    int chosen() {
        return chosen;
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
        return inFlight;
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

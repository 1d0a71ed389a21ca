package dev.fairlead.server.virtual;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Endpoints for simulated choices; nothing is sent to them. */
public record VirtualPool(List<VirtualEndpoint> endpoints, long generation) implements EndpointPool {

    public VirtualPool {
        endpoints = List.copyOf(endpoints);
    }

    /** @param load the simulated load of each declared backend */
    public static <T> VirtualPool of(
            List<T> declared, Function<T, Backend> backend, Function<T, VirtualLoad> load, long generation) {
        List<VirtualEndpoint> endpoints = new ArrayList<>(declared.size());
        for (T one : declared) {
            endpoints.add(new VirtualEndpoint(backend.apply(one), endpoints.size(), load.apply(one)));
        }
        return new VirtualPool(endpoints, generation);
    }

    @Override
    public int size() {
        return endpoints.size();
    }

    @Override
    public VirtualEndpoint endpoint(int index) {
        return endpoints.get(index);
    }

    /** @throws IllegalStateException if a strategy returns something other than one of these */
    public VirtualEndpoint member(@Nullable Endpoint answer) {
        if (answer instanceof VirtualEndpoint endpoint
                && endpoint.index() < size()
                && endpoint(endpoint.index()) == endpoint) {
            return endpoint;
        }
        throw new IllegalStateException(
                answer == null ? "an answer of null" : "an answer that is not an endpoint of the pool");
    }
}

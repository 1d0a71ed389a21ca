package dev.fairlead.server.forecast;

import dev.fairlead.spi.EndpointPool;
import java.util.List;

/** The endpoints of a forecast. */
record VirtualPool(List<VirtualEndpoint> endpoints) implements EndpointPool {

    @Override
    public int size() {
        return endpoints.size();
    }

    @Override
    public VirtualEndpoint endpoint(int index) {
        return endpoints.get(index);
    }

    @Override
    public long generation() {
        return 1;
    }
}

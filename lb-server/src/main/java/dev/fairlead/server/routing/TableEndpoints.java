package dev.fairlead.server.routing;

import dev.fairlead.spi.EndpointPool;
import java.util.List;

/** The endpoints of one table, in the order in which the operator declared them. */
final class TableEndpoints implements EndpointPool {
    private final TableEndpoint[] endpoints;
    private final long generation;

    TableEndpoints(List<BackendView> inRotation, long generation) {
        this.generation = generation;
        endpoints = new TableEndpoint[inRotation.size()];
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = new TableEndpoint(inRotation.get(i), i);
        }
    }

    @Override
    public int size() {
        return endpoints.length;
    }

    @Override
    public TableEndpoint endpoint(int index) {
        return endpoints[index];
    }

    @Override
    public long generation() {
        return generation;
    }
}

package dev.fairlead.strategy.order;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;

/** Picks the first eligible endpoint in declared order, and the next one only for a retry. */
record FirstSelector(EndpointPool pool) implements Selector {
    @Override
    public Endpoint select(RequestView request) {
        return Untried.from(0, pool, request);
    }

    @Override
    public double score(Endpoint endpoint, RequestView request) {
        return endpoint.index();
    }
}

package dev.fairlead.strategy.order;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;

/** The first in declared order that may take requests; the next one only when a retry needs it. */
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

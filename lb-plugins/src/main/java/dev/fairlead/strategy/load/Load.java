package dev.fairlead.strategy.load;

import dev.fairlead.spi.Endpoint;

/** What two endpoints are compared by; lower is better. Called from all threads, allocates nothing. */
@FunctionalInterface
interface Load {
    /** Requests in flight for each unit of weight. */
    Load IN_FLIGHT = endpoint -> (double) endpoint.inFlight() / endpoint.weight();

    double of(Endpoint endpoint);
}

package dev.fairlead.strategy.load;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import java.util.random.RandomGenerator;

/**
 * Looks at every endpoint twice: once to find the lowest number of requests in flight per unit of weight, once to draw
 * among those that have it. The draw is by weight, so an idle pool, where all are equal at zero, distributes its
 * requests by weight too, and many load balancers that see the same numbers do not all choose the same endpoint.
 */
final class LeastConnectionsSelector implements Selector {
    private final EndpointPool pool;
    private final RandomGenerator random;

    LeastConnectionsSelector(EndpointPool pool, RandomGenerator random) {
        this.pool = pool;
        this.random = random;
    }

    @Override
    public Endpoint select(RequestView request) {
        Endpoint least = null;
        long load = 0;
        long weight = 1;
        long tiedWeight = 0;
        for (int i = 0; i < pool.size(); i++) {
            Endpoint candidate = pool.endpoint(i);
            if (request.tried(candidate)) {
                continue;
            }
            long candidateLoad = candidate.inFlight();
            // load / weight of the two, compared without dividing
            long difference = least == null ? -1 : candidateLoad * weight - load * candidate.weight();
            if (difference < 0) {
                least = candidate;
                load = candidateLoad;
                weight = candidate.weight();
                tiedWeight = weight;
            } else if (difference == 0) {
                tiedWeight += candidate.weight();
            }
        }
        if (least == null) {
            return pool.endpoint(random.nextInt(pool.size()));
        }
        return tiedWeight == weight ? least : drawn(request, least, load, random.nextLong(tiedWeight));
    }

    /**
     * Counts may change between the two passes; then the draw can run past the end, and the first endpoint with the
     * lowest load is used.
     */
    private Endpoint drawn(RequestView request, Endpoint least, long load, long lot) {
        long left = lot;
        for (int i = least.index(); i < pool.size(); i++) {
            Endpoint candidate = pool.endpoint(i);
            if (!request.tried(candidate)
                    && candidate.inFlight() * (long) least.weight() == load * candidate.weight()) {
                left -= candidate.weight();
                if (left < 0) {
                    return candidate;
                }
            }
        }
        return least;
    }

    @Override
    public double score(Endpoint endpoint, RequestView request) {
        return (double) endpoint.inFlight() / endpoint.weight();
    }
}

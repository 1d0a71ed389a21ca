package dev.fairlead.strategy.load;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;
import java.util.random.RandomGenerator;

/**
 * Draws two different endpoints by weight and takes the one with the lower load, or the first if they are equal. Two
 * are enough: the fullest endpoint exceeds the mean by about log log n, compared with a root of n for a single choice
 * (Azar, Broder, Karlin, Upfal 1994; Mitzenmacher 1996). And because both are drawn again each time, load balancers
 * cannot herd.
 */
final class TwoChoicesSelector implements Selector {
    private final EndpointPool pool;
    private final PairDraw pair;

    TwoChoicesSelector(EndpointPool pool, RandomGenerator random) {
        this.pool = pool;
        this.pair = new PairDraw(pool, random);
    }

    @Override
    public Endpoint select(RequestView request) {
        Endpoint one = pool.endpoint(pair.one());
        Endpoint two = pool.endpoint(pair.otherThan(one.index()));
        if (request.tried(one)) {
            return request.tried(two) ? Untried.from(pair.any(), pool, request) : two;
        }
        return isLess(two, one) && !request.tried(two) ? two : one;
    }

    /** Compares requests in flight per unit of weight, without dividing. */
    private static boolean isLess(Endpoint two, Endpoint one) {
        return (long) two.inFlight() * one.weight() < (long) one.inFlight() * two.weight();
    }

    @Override
    public double score(Endpoint endpoint, RequestView request) {
        return (double) endpoint.inFlight() / endpoint.weight();
    }
}

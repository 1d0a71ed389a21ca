package dev.fairlead.strategy.load;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;
import dev.fairlead.strategy.random.WeightedDraw;
import java.util.random.RandomGenerator;

/**
 * Draws two different endpoints by weight and takes the one with the lower load, the first of equals. Two are enough:
 * the fullest endpoint exceeds the mean by about log log n, where one choice makes it a root of n (Azar, Broder, Karlin,
 * Upfal 1994; Mitzenmacher 1996). And two that are drawn anew each time cannot herd.
 */
final class TwoChoicesSelector implements Selector {
    private final EndpointPool pool;
    private final WeightedDraw draw;
    private final RandomGenerator random;
    private final Load load;

    TwoChoicesSelector(EndpointPool pool, RandomGenerator random, Load load) {
        this.pool = pool;
        this.draw = new WeightedDraw(pool);
        this.random = random;
        this.load = load;
    }

    @Override
    public Endpoint select(RequestView request) {
        if (pool.size() == 1) {
            return pool.endpoint(0);
        }
        Endpoint one = pool.endpoint(draw.index(random.nextLong()));
        Endpoint two = otherThan(one);
        if (request.tried(one)) {
            return request.tried(two) ? Untried.from(random.nextInt(pool.size()), pool, request) : two;
        }
        return !request.tried(two) && load.of(two) < load.of(one) ? two : one;
    }

    /** By weight, unless the same one comes again: beside a very heavy endpoint we would draw for ever. */
    private Endpoint otherThan(Endpoint one) {
        int index = draw.index(random.nextLong());
        if (index != one.index()) {
            return pool.endpoint(index);
        }
        int step = 1 + random.nextInt(pool.size() - 1);
        return pool.endpoint((index + step) % pool.size());
    }

    @Override
    public double score(Endpoint endpoint, RequestView request) {
        return load.of(endpoint);
    }
}

package dev.fairlead.strategy.random;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;
import java.util.random.RandomGenerator;

final class RandomSelector implements Selector {
    /** With fewer draws, a retry beside one heavy endpoint would often be decided by position instead of weight. */
    private static final int REDRAWS = 4;

    private final EndpointPool pool;
    private final WeightedDraw draw;
    private final RandomGenerator random;

    RandomSelector(EndpointPool pool, RandomGenerator random) {
        this.pool = pool;
        this.draw = new WeightedDraw(pool);
        this.random = random;
    }

    @Override
    public Endpoint select(RequestView request) {
        Endpoint endpoint = pool.endpoint(draw.index(random.nextLong()));
        return request.tried(endpoint) ? another(request) : endpoint;
    }

    private Endpoint another(RequestView request) {
        for (int i = 0; i < REDRAWS; i++) {
            Endpoint endpoint = pool.endpoint(draw.index(random.nextLong()));
            if (!request.tried(endpoint)) {
                return endpoint;
            }
        }
        return Untried.from(random.nextInt(pool.size()), pool, request);
    }
}

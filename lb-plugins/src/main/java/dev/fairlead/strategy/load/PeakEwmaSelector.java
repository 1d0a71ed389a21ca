package dev.fairlead.strategy.load;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The better of two drawn by weight, where worse is: failing, or slower, or busier. The cost of an endpoint is how long
 * it takes to answer, times the requests that this one would queue with.
 */
final class PeakEwmaSelector implements Selector {
    /**
     * Costs that differ by less than a fifth are equal. Without that, endpoints that are equally good would be told apart
     * by noise, and one a microsecond faster than the others would have most of the requests of a pool without load.
     */
    private static final double CLEARLY_LESS = 0.8;

    /** Above any cost, so that whoever does not fail is better than whoever does. */
    private static final double FAILING = 1e18;

    private final EndpointPool pool;
    private final ResponseTime[] times;
    private final PairDraw pair;
    private final RandomGenerator random;
    private final LongSupplier clock;
    private final PeakEwmaOptions options;
    private final double meanWeight;

    PeakEwmaSelector(
            EndpointPool pool,
            ResponseTime[] times,
            RandomGenerator random,
            LongSupplier clock,
            PeakEwmaOptions options) {
        this.pool = pool;
        this.times = times;
        this.pair = new PairDraw(pool, random);
        this.random = random;
        this.clock = clock;
        this.options = options;
        double weight = 0;
        for (Endpoint endpoint : pool) {
            weight += endpoint.weight();
        }
        meanWeight = weight / pool.size();
    }

    @Override
    public Endpoint select(RequestView request) {
        Endpoint one = pool.endpoint(pair.one());
        if (random.nextDouble() < options.explored() && !request.tried(one)) {
            return one;
        }
        Endpoint two = pool.endpoint(pair.otherThan(one.index()));
        if (request.tried(one)) {
            return request.tried(two) ? Untried.from(pair.any(), pool, request) : two;
        }
        if (request.tried(two)) {
            return one;
        }
        long now = clock.getAsLong();
        return cost(two, now) < CLEARLY_LESS * cost(one, now) ? two : one;
    }

    private double cost(Endpoint endpoint, long now) {
        ResponseTime time = times[endpoint.index()];
        double queue = 1 + endpoint.inFlight() * meanWeight / endpoint.weight();
        double cost = time.nanos(now, options.decayNanos()) * queue;
        return time.failing(now, options.decayNanos()) ? FAILING + cost : cost;
    }

    @Override
    public void onOutcome(Endpoint endpoint, Attempt attempt) {
        times[endpoint.index()].observe(attempt, clock.getAsLong(), options.decayNanos());
    }

    @Override
    public double score(Endpoint endpoint, RequestView request) {
        return cost(endpoint, clock.getAsLong());
    }
}

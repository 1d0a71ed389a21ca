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
 * Picks the better of two endpoints drawn by weight; worse means failing, slower, or busier. The cost of an endpoint is
 * its response time multiplied by the number of requests that this one would queue with.
 */
final class PeakEwmaSelector implements Selector {
    /**
     * Costs that differ by less than a fifth count as equal. Otherwise noise would decide between equally good
     * endpoints, and one that is a microsecond faster would get most requests of an idle pool.
     */
    private static final double CLEARLY_LESS = 0.8;

    /** Above any cost, so that an endpoint that does not fail beats one that does. */
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

package com.example.zone;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Two groups, cut when the selector is built: those at home, and everyone. Nothing in it changes afterwards. */
final class ZoneAwareSelector implements Selector {
    private final EndpointPool pool;
    private final Group home;
    private final Group everyone;
    private final boolean[] isHome;
    private final double spillAt;
    private final RandomGenerator random;

    /** @param spillAt requests in flight, per unit of weight, from which on the home zone counts as busy */
    ZoneAwareSelector(EndpointPool pool, Predicate<Endpoint> atHome, double spillAt, RandomGenerator random) {
        this.pool = pool;
        this.home = Group.of(pool, atHome);
        this.everyone = Group.of(pool, endpoint -> true);
        this.isHome = new boolean[pool.size()];
        for (Endpoint endpoint : pool) {
            isHome[endpoint.index()] = atHome.test(endpoint);
        }
        this.spillAt = spillAt;
        this.random = random;
    }

    @Override
    public Endpoint select(RequestView request) {
        Endpoint chosen = home.isBusy(spillAt) ? null : home.leastLoaded(request, random);
        if (chosen == null) {
            chosen = everyone.leastLoaded(request, random);
        }
        // All were tried: any is right.
        return chosen == null ? pool.endpoint(random.nextInt(pool.size())) : chosen;
    }

    /**
     * What is in flight per unit of weight; abroad the threshold on top, as long as the home zone is not busy. The least
     * loaded at home has no more than the mean there, which is below the threshold: so the lowest score is the choice.
     */
    @Override
    public double score(Endpoint endpoint, RequestView request) {
        double load = (double) endpoint.inFlight() / endpoint.weight();
        return isHome[endpoint.index()] || home.isBusy(spillAt) ? load : load + spillAt;
    }
}

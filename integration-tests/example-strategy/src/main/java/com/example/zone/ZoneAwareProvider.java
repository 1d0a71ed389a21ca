package com.example.zone;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyOptions;
import dev.fairlead.spi.StrategyProvider;
import java.util.random.RandomGenerator;

/** {@code zone_aware}: the least loaded endpoint of our own zone, or of all zones while our own is busy. */
public final class ZoneAwareProvider implements StrategyProvider {

    @Override
    public String name() {
        return "zone_aware";
    }

    @Override
    public String description() {
        return "least loaded of our own zone, of all zones while ours is busy; for backends in several zones";
    }

    @Override
    public Strategy create(StrategyContext context) {
        StrategyOptions options = context.options();
        // Without a zone there is no home, and the least loaded of all is chosen.
        String zone = options.string("zone", "");
        String tag = options.string("tag", "zone");
        double spillAt = options.decimal("spill-at", 8, 0.1, 10_000);
        RandomGenerator random = context.random();
        return pool -> new ZoneAwareSelector(pool, endpoint -> zone.equals(endpoint.tags().get(tag)), spillAt, random);
    }
}

package dev.fairlead.strategy.hash;

import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyOptions;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.strategy.hash.key.Key;
import dev.fairlead.strategy.hash.key.RequestKey;

/**
 * {@code ring_hash}: consistent hashing on a circle. Options: {@code key} (see {@link RequestKey}), {@code points} on the
 * circle for a backend of average weight, and {@code bounded-load}, the percentage of its share of all requests in
 * flight that a backend may have; 0 is no bound.
 */
public final class RingHashProvider implements StrategyProvider {
    /**
     * The share of an endpoint is off by about one part in the root of its points. With so many, one of a third of the
     * average weight is still within five percent.
     */
    static final int DEFAULT_POINTS = 8_192;

    /** A million points take a tenth of a second to place, and 16 MB. */
    static final int MOST_POINTS = 1 << 20;

    @Override
    public String name() {
        return "ring_hash";
    }

    @Override
    public String description() {
        return "by hash of a key; a change moves hardly a key too many, load per backend can be bounded";
    }

    @Override
    public Strategy create(StrategyContext context) {
        Key key = RequestKey.from(context.options());
        int points = context.options().integer("points", DEFAULT_POINTS, 1, 65_536);
        double factor = factor(context.options());
        return pool ->
                new RingSelector(pool, new Ring(pool, size(pool.size(), points)), key, new LoadBound(pool, factor));
    }

    /**
     * From a certain size on (128 backends, at the default) they share what there is room for. A backend more then takes
     * a few points from each: at the most as many keys move in vain as move to it.
     */
    static int size(int endpoints, int points) {
        return (int) Math.min((long) endpoints * points, MOST_POINTS);
    }

    /** Near 100 % every request would walk far to find the one endpoint that is below the average. */
    private static double factor(StrategyOptions options) {
        double percent = options.percent("bounded-load", 0, 0, 10_000);
        if (percent > 0 && percent < 105) {
            throw new InvalidOptionException("bounded-load", "is " + percent + "%, expected 0 (off) or at least 105%");
        }
        return percent == 0 ? Double.POSITIVE_INFINITY : percent / 100;
    }
}

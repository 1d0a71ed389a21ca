package dev.fairlead.spi.testkit.trial;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.ManualClock;
import java.util.Map;

/**
 * The strategy under test, with the options it is tested with and what its author promises.
 *
 * @param tolerated how far an endpoint's share may be off beyond statistical error, as a fraction of it; NaN if the
 *     author does not say
 */
public record Subject(StrategyProvider provider, Map<String, String> options, Share share, double tolerated) {
    /** A correct ring with a hundred points for each endpoint is sometimes off by this much. */
    private static final double OF_A_TABLE = 0.25;

    /** A new strategy with its own clock and random numbers. */
    public Trial trial(long seed) {
        return trial(FakeContext.seeded(seed));
    }

    public Trial trial(FakeContext context) {
        return new Trial(provider, context.options(options), new ManualClock());
    }

    /** The same with the caller's clock. */
    public Trial trial(long seed, ManualClock clock) {
        return new Trial(provider, FakeContext.seeded(seed).options(options), clock);
    }

    /** A strategy with affinity is as even as its table; any other is as even as chance allows. */
    double tolerance(Selector selector) {
        if (!Double.isNaN(tolerated)) {
            return tolerated;
        }
        return selector.affinity(FakeRequest.ofClient(0)) == 0 ? 0 : OF_A_TABLE;
    }
}

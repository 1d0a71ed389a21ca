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
 * @param tolerated how far, in parts of it, an endpoint's share may be off beyond what chance explains; NaN if its author
 *     says nothing about that
 */
public record Subject(StrategyProvider provider, Map<String, String> options, Share share, double tolerated) {
    /** An honest ring of a hundred points for each endpoint is off by so much now and then. */
    private static final double OF_A_TABLE = 0.25;

    /** A new strategy, with its own clock and chance. */
    public Trial trial(long seed) {
        return trial(FakeContext.seeded(seed));
    }

    public Trial trial(FakeContext context) {
        return new Trial(provider, context.options(options), new ManualClock());
    }

    /** The same on a clock that the caller has. */
    public Trial trial(long seed, ManualClock clock) {
        return new Trial(provider, FakeContext.seeded(seed).options(options), clock);
    }

    /** Whoever keeps requests of one kind together is as even as its table; everyone else as even as chance. */
    double tolerance(Selector selector) {
        if (!Double.isNaN(tolerated)) {
            return tolerated;
        }
        return selector.affinity(FakeRequest.ofClient(0)) == 0 ? 0 : OF_A_TABLE;
    }
}

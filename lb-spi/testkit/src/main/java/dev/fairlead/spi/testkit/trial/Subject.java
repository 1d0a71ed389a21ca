package dev.fairlead.spi.testkit.trial;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.ManualClock;
import java.util.Map;

/**
 * The strategy under test, with the options it is tested with and what its author promises.
 *
 * @param tolerance how far, in parts of it, an endpoint's share may be off beyond what chance explains
 */
public record Subject(StrategyProvider provider, Map<String, String> options, Share share, double tolerance) {

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
}

package dev.fairlead.strategy.load;

import dev.fairlead.spi.StrategyOptions;
import java.time.Duration;

/**
 * What operators can set about {@code peak_ewma}.
 *
 * @param decayNanos how long a slow answer, or a failure, is held against an endpoint
 * @param explored the part of all requests, from 0 to 1, that goes to an endpoint drawn by weight, however bad it looks
 */
record PeakEwmaOptions(double decayNanos, double explored) {
    static PeakEwmaOptions from(StrategyOptions options) {
        Duration decay =
                options.duration("decay", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(10));
        // below 2 % chance could leave an endpoint with less than 1 % of its share, too little to notice that it is
        // well
        return new PeakEwmaOptions(decay.toNanos(), options.percent("explore", 2, 2, 50) / 100);
    }
}

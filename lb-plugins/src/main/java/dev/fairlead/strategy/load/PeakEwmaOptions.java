package dev.fairlead.strategy.load;

import dev.fairlead.spi.StrategyOptions;
import java.time.Duration;

/**
 * The options of {@code peak_ewma}.
 *
 * @param decayNanos how long a slow answer or a failure counts against an endpoint
 * @param explored the share of requests, from 0 to 1, that goes to an endpoint drawn by weight, however bad it looks
 */
record PeakEwmaOptions(double decayNanos, double explored) {
    static PeakEwmaOptions from(StrategyOptions options) {
        Duration decay =
                options.duration("decay", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofMinutes(10));
        // below 2 %, an endpoint might by chance get less than 1 % of its share, too little to notice that it has
        // recovered
        return new PeakEwmaOptions(decay.toNanos(), options.percent("explore", 2, 2, 50) / 100);
    }
}

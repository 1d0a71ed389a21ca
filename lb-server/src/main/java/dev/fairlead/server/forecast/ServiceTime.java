package dev.fairlead.server.forecast;

import dev.fairlead.server.traffic.Quantiles;
import java.util.random.RandomGenerator;

/** How long a backend takes to answer: drawn so that many draws have the quantiles that were measured. */
record ServiceTime(Quantiles measured) {

    /** For a pool of which nothing is known: all alike, so that nothing but weights and turns makes a difference. */
    static final ServiceTime UNKNOWN = new ServiceTime(new Quantiles(0.010, 0.010, 0.010));

    private static final double NANOS = 1e9;

    long draw(RandomGenerator random) {
        double u = random.nextDouble();
        double seconds;
        if (u < 0.5) {
            // The lower half lies between half the median and the median; below it nothing was counted.
            seconds = between(measured.p50() / 2, measured.p50(), u / 0.5);
        } else if (u < 0.9) {
            seconds = between(measured.p50(), measured.p90(), (u - 0.5) / 0.4);
        } else {
            seconds = between(measured.p90(), measured.p99(), (u - 0.9) / 0.1);
        }
        return Math.max(1, (long) (seconds * NANOS));
    }

    private static double between(double lower, double upper, double part) {
        return lower + (upper - lower) * part;
    }
}

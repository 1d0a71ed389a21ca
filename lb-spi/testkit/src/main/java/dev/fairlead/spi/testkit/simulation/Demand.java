package dev.fairlead.spi.testkit.simulation;

import java.util.random.RandomGenerator;

/** The work in a request: the seconds for which it keeps a worker of a healthy server busy. */
@FunctionalInterface
public interface Demand {
    double draw(RandomGenerator random);

    /** Many short requests, few long ones. */
    static Demand exponential(double mean) {
        return random -> -mean * StrictMath.log(1 - random.nextDouble());
    }

    /**
     * A truncated Pareto distribution: most requests are near the minimum, and a few are hundreds of times longer, as
     * when pages and reports come from the same server. The smaller the exponent, the more of the work is in the long
     * ones.
     */
    static Demand heavyTailed(double least, double exponent, double longest) {
        return random -> Math.min(longest, least / StrictMath.pow(1 - random.nextDouble(), 1 / exponent));
    }
}

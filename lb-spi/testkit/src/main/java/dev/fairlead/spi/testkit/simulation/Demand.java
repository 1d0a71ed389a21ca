package dev.fairlead.spi.testkit.simulation;

import java.util.random.RandomGenerator;

/** How much work a request is: the seconds it would keep a worker of a healthy server busy. */
@FunctionalInterface
public interface Demand {
    double draw(RandomGenerator random);

    /** Many short ones, few long ones. */
    static Demand exponential(double mean) {
        return random -> -mean * StrictMath.log(1 - random.nextDouble());
    }

    /**
     * Pareto's distribution, cut off: most are near the least, and a few are hundreds of times longer, as where a page and
     * a report come from the same server. The smaller the exponent, the more work is in the long ones.
     */
    static Demand heavyTailed(double least, double exponent, double longest) {
        return random -> Math.min(longest, least / StrictMath.pow(1 - random.nextDouble(), 1 / exponent));
    }
}

package dev.fairlead.server.forecast;

import dev.fairlead.server.traffic.Quantiles;
import java.util.random.RandomGenerator;

/** The response time of a backend, drawn so that many draws have the measured quantiles. */
record ServiceTime(Quantiles measured) {

    /** For a pool without measurements: all equal, so that only weights and turns make a difference. */
    static final ServiceTime UNKNOWN = new ServiceTime(new Quantiles(0.010, 0.010, 0.010));

    private static final double NANOS = 1e9;

    long draw(RandomGenerator random) {
        double u = random.nextDouble();
        double seconds;
        if (u < 0.5) {
            // The lower half is between half the median and the median; nothing below that was measured.
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

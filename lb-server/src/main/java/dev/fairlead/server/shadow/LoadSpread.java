package dev.fairlead.server.shadow;

import dev.fairlead.server.virtual.VirtualLoad;
import java.util.HashMap;
import java.util.Map;

/**
 * How unevenly load is spread, averaged over all samples: the standard deviation of requests in flight per unit of
 * weight, divided by the mean. Updated with each request, so that a sample costs the same for any number of backends.
 */
final class LoadSpread {

    /** Below is nothing but what rounding has left. */
    private static final double NOTHING = 1e-6;

    private final Map<VirtualLoad, Integer> weights = new HashMap<>();
    private double sum;
    private double squares;
    private double total;
    private long looks;

    /** From now on these are compared; what was measured before counts on. */
    void over(Map<VirtualLoad, Integer> members) {
        weights.clear();
        weights.putAll(members);
        reckon();
    }

    private void reckon() {
        sum = 0;
        squares = 0;
        weights.forEach((load, weight) -> change(0, (double) load.inFlight() / weight));
    }

    /** One more request is there. */
    void entered(VirtualLoad load) {
        moved(load, load.inFlight() - 1);
    }

    /** One has left. */
    void left(VirtualLoad load) {
        moved(load, load.inFlight() + 1);
    }

    private void moved(VirtualLoad load, int before) {
        Integer weight = weights.get(load);
        if (weight != null) {
            change((double) before / weight, (double) load.inFlight() / weight);
        }
    }

    private void change(double from, double to) {
        sum += to - from;
        squares += to * to - from * from;
    }

    void look() {
        if (sum > NOTHING) {
            double mean = sum / weights.size();
            double variance = squares / weights.size() - mean * mean;
            total += Math.sqrt(Math.max(0, variance)) / mean;
            looks++;
        }
    }

    /** 0 if there was nothing to see. */
    double value() {
        return looks == 0 ? 0 : total / looks;
    }

    /** Begins anew, with the loads as they are. */
    void restart() {
        total = 0;
        looks = 0;
        reckon();
    }
}

package dev.fairlead.server.health;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the backends of a pool where requests fail that its neighbours serve. If all fail alike it is the requests, or
 * ourselves. The yardstick is the lower median of the others: half of a pool may be ill, and the other half still gives
 * the measure; a mean would be spoilt by the first of them. Guarded by the health thread.
 */
final class Neighbours {
    /** So many failures there have to be: fewer can be chance, and so little harm is not worth a backend. */
    static final int SEVERAL = 5;

    /** How many times its neighbours' rate is still alike. A rotation in step with a client makes differences of two. */
    private static final double ALIKE = 2;

    /** So many standard deviations above that are no chance, though each backend is looked at many times a minute. */
    private static final double BEYOND_CHANCE = 3;

    /** What stands out, and in which words. */
    record Finding(Watch watch, double rate, String cause) {}

    private final BadRequests bad = new BadRequests();

    /** @return the worst first */
    List<Finding> compare(Iterable<Watch> members, long now) {
        List<Watch> compared = new ArrayList<>();
        for (Watch watch : members) {
            if (watch.report().state() != HealthState.UP || !watch.terms().serves()) {
                // What was on its way when it left comes in late, and is known already.
                watch.tally().forget();
            } else {
                compared.add(watch);
            }
        }
        for (Watch watch : compared) {
            watch.tally().look(now, key -> bad.failed(key, watch, compared.size(), now));
        }
        return judge(compared, now);
    }

    private List<Finding> judge(List<Watch> compared, long now) {
        double[] faults = new double[compared.size()];
        double[] rates = new double[compared.size()];
        double allFaults = 0;
        long allTrials = 0;
        for (int i = 0; i < rates.length; i++) {
            Tally tally = compared.get(i).tally();
            faults[i] = tally.faults(key -> bad.isBad(key, now));
            rates[i] = tally.trials() == 0 ? 0 : faults[i] / tally.trials();
            allFaults += faults[i];
            allTrials += tally.trials();
        }
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < rates.length; i++) {
            long trials = compared.get(i).tally().trials();
            long others = allTrials - trials;
            if (others >= SEVERAL && standsOut(faults[i], trials * typical(sorted, rates[i]))) {
                found.add(new Finding(
                        compared.get(i), rates[i], words(faults[i], trials, allFaults - faults[i], others)));
            }
        }
        found.sort(Comparator.comparingDouble(Finding::rate).reversed());
        return found;
    }

    private static boolean standsOut(double faults, double expected) {
        return faults >= SEVERAL && faults > ALIKE * expected + BEYOND_CHANCE * Math.sqrt(expected + 1);
    }

    /** The lower median of all but one that has this rate. */
    private static double typical(double[] sorted, double own) {
        int middle = (sorted.length - 2) / 2;
        return own <= sorted[middle] ? sorted[middle + 1] : sorted[middle];
    }

    private static String words(double faults, long trials, double otherFaults, long otherTrials) {
        return Math.round(faults) + " of " + trials + " requests failed here within " + Tally.WINDOW.toSeconds()
                + " s, at its neighbours " + Math.round(otherFaults) + " of " + otherTrials;
    }
}

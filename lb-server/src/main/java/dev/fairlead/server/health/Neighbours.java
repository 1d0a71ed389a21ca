package dev.fairlead.server.health;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the backends of a pool where requests fail that its neighbours serve. If all fail alike it is the requests, or
 * ourselves. The measure is the better half of the others: half of a pool may be ill, and the other half still gives it;
 * a mean would be spoilt by the first of them. Guarded by the health thread.
 */
final class Neighbours {
    /** So many failures there have to be: fewer can be chance, and so little harm is not worth a backend. */
    static final int SEVERAL = 5;

    /** How many times its neighbours' rate is still alike. A rotation in step with a client makes differences of two. */
    private static final double ALIKE = 2;

    /** So many standard deviations above that are no chance, though each backend is looked at many times a minute. */
    private static final double BEYOND_CHANCE = 3;

    /** What stands out, and in which words. */
    record Finding(Watch watch, String cause) {}

    private final BadRequests bad = new BadRequests();

    /** @return the worst first */
    List<Finding> compare(Iterable<Watch> members, long now) {
        return judge(look(members, now), now);
    }

    /** Takes in how they fared, so that there is something to compare with. @return those that can be compared */
    List<Watch> look(Iterable<Watch> members, long now) {
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
        return compared;
    }

    private List<Finding> judge(List<Watch> compared, long now) {
        List<Fared> all = new ArrayList<>(compared.size());
        double faults = 0;
        long trials = 0;
        for (Watch watch : compared) {
            Fared fared = new Fared(
                    watch,
                    watch.tally().faults(key -> bad.isBad(key, now)),
                    watch.tally().trials());
            all.add(fared);
            faults += fared.faults();
            trials += fared.trials();
        }
        all.sort(Comparator.comparingDouble(Fared::rate));
        Better better = new Better(all);
        List<Finding> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Fared one = all.get(i);
            if (one.faults() >= SEVERAL && standsOut(one, better.rate(i))) {
                found.add(new Finding(one.watch(), one.words(faults, trials)));
            }
        }
        return found;
    }

    private static boolean standsOut(Fared one, double rate) {
        double expected = one.trials() * rate;
        return one.faults() > ALIKE * expected + BEYOND_CHANCE * Math.sqrt(expected + 1);
    }

    /** How a backend fared lately. */
    private record Fared(Watch watch, double faults, long trials) {
        private double rate() {
            return trials == 0 ? 0 : faults / trials;
        }

        private String words(double allFaults, long allTrials) {
            return Math.round(faults) + " of " + trials + " requests failed here within " + Tally.WINDOW.toSeconds()
                    + " s, at its neighbours " + Math.round(allFaults - faults) + " of " + (allTrials - trials);
        }
    }

    /** The better half of the others, as the measure of each. */
    private static final class Better {
        private final List<Fared> sorted;
        private final double[] faults;
        private final long[] trials;

        Better(List<Fared> sorted) {
            this.sorted = sorted;
            faults = new double[sorted.size() + 1];
            trials = new long[sorted.size() + 1];
            for (int i = 0; i < sorted.size(); i++) {
                faults[i + 1] = faults[i] + sorted.get(i).faults();
                trials[i + 1] = trials[i] + sorted.get(i).trials();
            }
        }

        /**
         * The lower median of all others, but no less than what the better ones among them have shown: who has served
         * three requests well may yet fail one in four, and is no measure for somebody who has served a thousand.
         */
        double rate(int own) {
            if (sorted.size() < 2) {
                return 1;
            }
            int middle = (sorted.size() - 2) / 2;
            int median = own <= middle ? middle + 1 : middle;
            int last = median;
            while (last + 1 < sorted.size()
                    && sorted.get(last + 1).rate() <= sorted.get(median).rate()) {
                last++;
            }
            double failed = faults[last + 1];
            long tried = trials[last + 1];
            if (own <= last) {
                failed -= sorted.get(own).faults();
                tried -= sorted.get(own).trials();
            }
            return Math.max(sorted.get(median).rate(), (failed + 1) / (tried + 2));
        }
    }
}

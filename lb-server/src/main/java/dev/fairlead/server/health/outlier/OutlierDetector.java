package dev.fairlead.server.health.outlier;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the backends of a pool that fail requests that others serve. If all fail alike, the cause is the requests or
 * ourselves. The reference is the better half of the others: half of a pool may be ill and the other half still
 * provides it, whereas a single ill backend would distort a mean. Guarded by the health thread.
 */
public final class OutlierDetector<B extends ComparedBackend> {
    /** So many failures there have to be: fewer can be chance, and so little harm is not worth a backend. */
    static final int SEVERAL = 5;

    /** How many times its neighbours' rate is still alike. A rotation in step with a client makes differences of two. */
    private static final double ALIKE = 2;

    /** So many standard deviations above that are no chance, though each backend is looked at many times a minute. */
    private static final double BEYOND_CHANCE = 3;

    /** What stands out, and in which words. */
    public record Finding<B>(B backend, String cause) {}

    private final PoisonRequests bad = new PoisonRequests();

    /** @return the worst first */
    public List<Finding<B>> compare(Iterable<B> members, long now) {
        return judge(look(members, now), now);
    }

    /** Takes in how they fared, so that there is something to compare with. @return those that can be compared */
    public List<B> look(Iterable<B> members, long now) {
        List<B> compared = new ArrayList<>();
        for (B member : members) {
            if (!member.isComparable()) {
                // What was on its way when it left comes in late, and is known already.
                member.outcomes().forget();
            } else {
                compared.add(member);
            }
        }
        for (B member : compared) {
            member.outcomes().look(now, key -> bad.failed(key, member, compared.size(), now));
        }
        return compared;
    }

    private List<Finding<B>> judge(List<B> compared, long now) {
        List<Fared<B>> all = new ArrayList<>(compared.size());
        double faults = 0;
        long trials = 0;
        for (B member : compared) {
            Fared<B> fared = new Fared<>(
                    member,
                    member.outcomes().faults(key -> bad.isBad(key, now)),
                    member.outcomes().trials());
            all.add(fared);
            faults += fared.faults();
            trials += fared.trials();
        }
        all.sort(Comparator.comparingDouble(Fared::rate));
        Better<B> better = new Better<>(all);
        List<Finding<B>> found = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            Fared<B> one = all.get(i);
            if (one.faults() >= SEVERAL && standsOut(one, better.rate(i))) {
                found.add(new Finding<>(one.backend(), one.words(faults, trials)));
            }
        }
        return found;
    }

    private static boolean standsOut(Fared<?> one, double rate) {
        double expected = one.trials() * rate;
        return one.faults() > ALIKE * expected + BEYOND_CHANCE * Math.sqrt(expected + 1);
    }

    /** How a backend fared lately. */
    private record Fared<B>(B backend, double faults, long trials) {
        private double rate() {
            return trials == 0 ? 0 : faults / trials;
        }

        private String words(double allFaults, long allTrials) {
            return Math.round(faults) + " of " + trials + " requests failed here within "
                    + RecentOutcomes.WINDOW.toSeconds() + " s, at other backends " + Math.round(allFaults - faults)
                    + " of " + (allTrials - trials);
        }
    }

    /** The better half of the others, as the measure of each. */
    private static final class Better<B> {
        private final List<Fared<B>> sorted;
        private final double[] faults;
        private final long[] trials;

        Better(List<Fared<B>> sorted) {
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

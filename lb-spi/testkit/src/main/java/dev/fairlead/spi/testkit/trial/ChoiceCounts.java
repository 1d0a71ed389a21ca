package dev.fairlead.spi.testkit.trial;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakePool;
import java.util.Locale;

/** Counts choices by endpoint and compares them with the share that each should have. */
public final class ChoiceCounts {
    /**
     * A count of independent choices leaves five standard deviations around its mean only once in two million times;
     * turns and hashes stay closer.
     */
    private static final double DEVIATIONS = 5;

    private final FakePool pool;
    private final int[] counts;
    private int total;

    public ChoiceCounts(FakePool pool) {
        this.pool = pool;
        this.counts = new int[pool.size()];
    }

    public void add(Endpoint endpoint) {
        counts[endpoint.index()]++;
        total++;
    }

    /** The share of one endpoint relative to an equal share: 1 is fair among equals, 0 is starved. */
    public double fairness(Endpoint endpoint) {
        return (double) counts[endpoint.index()] * counts.length / total;
    }

    /** Describes the largest deviation, or throws a violation if one exceeds statistical error and tolerance. */
    public String demand(Subject subject, Selector selector, String circumstances) {
        double tolerance = subject.tolerance(selector);
        double worst = 0;
        String words = "";
        for (int i = 0; i < counts.length; i++) {
            double share = subject.share().of(pool.endpoint(i), pool);
            double mean = share * total;
            double allowed = DEVIATIONS * Math.sqrt(mean * (1 - share)) + tolerance * mean + 1;
            double off = Math.abs(counts[i] - mean) / allowed;
            if (off >= worst) {
                worst = off;
                words = String.format(
                        Locale.ROOT,
                        "%s had %d of %d, expected %.0f ± %.0f, %s",
                        pool.endpoint(i).id(),
                        counts[i],
                        total,
                        mean,
                        allowed,
                        circumstances);
            }
        }
        if (worst > 1) {
            throw new Violation(words);
        }
        return words;
    }
}

package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.StrategyProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The contract between the load balancer and a strategy, ready to be tried on one.
 *
 * <pre>{@code
 * System.out.println(Contract.of(new MyProvider()).verify());
 *
 * Contract.of(new MyProvider())              // or, from JUnit, a test for each check
 *         .option("key", "header:X-User")
 *         .checks().map(check -> dynamicTest(check.name(), () -> check.run().orThrow()));
 * }</pre>
 */
public final class Contract {
    private final StrategyProvider provider;
    private final Map<String, String> options = new LinkedHashMap<>();
    private Share share = Share.BY_WEIGHT;
    private double tolerance;

    private Contract(StrategyProvider provider) {
        this.provider = provider;
    }

    public static Contract of(StrategyProvider provider) {
        return new Contract(provider);
    }

    /** Tests the strategy with this option, given as operators write it. */
    public Contract option(String name, String value) {
        options.put(name, value);
        return this;
    }

    /** What the strategy promises if all endpoints do equally well; in proportion to weight unless it says otherwise. */
    public Contract share(Share promised) {
        share = promised;
        return this;
    }

    /** How far shares may be off beyond chance, for example 0.05 for the unevenness of a hash ring. */
    public Contract shareTolerance(double parts) {
        tolerance = parts;
        return this;
    }

    /** All checks, each to be run by itself, in any order. */
    public List<Check> checks() {
        Subject subject = new Subject(provider, Map.copyOf(options), share, tolerance);
        List<Rule> rules = List.of(
                new MembersOnly(),
                new FairShare(),
                new NobodyStarves(),
                new TriedAvoided(),
                new SurvivorsKeepState(),
                new ChangesUnderThreads(),
                new LateOutcomesHarmless(),
                new CursorOverflow(),
                new NothingAllocated(),
                new SeedRepeats(),
                new OptionsValidated(),
                new MementoRoundTrip(),
                new ScoreExplainsChoice(),
                new AffinityHolds());
        return rules.stream().map(rule -> new Check(rule, subject)).toList();
    }

    /** Runs all checks, one after the other. */
    public Report verify() {
        return new Report(provider.name(), checks().stream().map(Check::run).toList());
    }
}

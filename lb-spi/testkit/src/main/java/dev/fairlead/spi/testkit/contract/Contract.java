package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.change.ChangeRules;
import dev.fairlead.spi.testkit.contract.choice.ChoiceRules;
import dev.fairlead.spi.testkit.contract.entry.EntryRules;
import dev.fairlead.spi.testkit.contract.host.HostRules;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Share;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The contract between the load balancer and a strategy, ready to be tried on one.
 *
 * <pre>{@code
 * System.out.println(Contract.of(new MyProvider()).verify());
 *
 * Contract.of(new MyProvider())              // or, from JUnit, a test for each check
 *         .option("key", "header:X-User")
 *         .checks().stream().map(check -> dynamicTest(check.name(), () -> check.run().orThrow()));
 * }</pre>
 */
public final class Contract {
    /** The check without which no other makes sense: that the strategy has a name and comes to be. */
    public static final String FIRST = "created";

    private final StrategyProvider provider;
    private final Map<String, String> options = new LinkedHashMap<>();
    private Share share = Share.BY_WEIGHT;
    private double tolerance = Double.NaN;
    private TimeLimit timeLimit = TimeLimit.DEFAULT;

    private static List<Rule> rules() {
        return Stream.of(EntryRules.all(), ChoiceRules.all(), ChangeRules.all(), HostRules.all())
                .flatMap(List::stream)
                .toList();
    }

    /** What every strategy owes, by the {@link Check#id()} of the check, in the order of the checks. */
    public static Map<String, String> duties() {
        Map<String, String> duties = new LinkedHashMap<>();
        rules().forEach(rule -> duties.put(rule.id(), rule.name()));
        return Collections.unmodifiableMap(duties);
    }

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

    /**
     * How far shares may be off beyond chance, for example 0.05 for an even hash ring. If nothing is said, not at all, or by
     * a quarter if the strategy claims an affinity.
     */
    public Contract shareTolerance(double parts) {
        tolerance = parts;
        return this;
    }

    /** How long one check may take; the two minutes that it is else are for strategies that never answer. */
    public Contract patience(Duration limit) {
        timeLimit = new TimeLimit(limit);
        return this;
    }

    /** All checks, each to be run by itself, in any order. */
    public List<Check> checks() {
        Subject subject = new Subject(provider, Map.copyOf(options), share, tolerance);
        return rules().stream().map(rule -> new Check(rule, subject, timeLimit)).toList();
    }

    /** One of them, by its {@link Check#id()}. */
    public Check check(String id) {
        return checks().stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no check " + id + ", there are " + String.join(", ", duties().keySet())));
    }

    /** Runs all checks, one after the other, until one {@linkplain Finding#endsTheTrial() ends the trial}. */
    public Report verify() {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks()) {
            Finding finding = check.run();
            findings.add(finding);
            if (finding.endsTheTrial()) {
                break;
            }
        }
        return new Report(provider.name(), List.copyOf(findings));
    }
}

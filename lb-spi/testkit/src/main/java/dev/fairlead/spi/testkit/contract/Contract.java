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
 * The contract between the load balancer and a strategy, as checks to run against a strategy.
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
    /** The check that all others depend on: the strategy has a name and can be created. */
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

    /** The duties of every strategy, by {@link Check#id()}, in the order of the checks. */
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

    /**
     * What the strategy promises when all endpoints perform equally well; by default, shares in proportion to weight.
     */
    public Contract share(Share promised) {
        share = promised;
        return this;
    }

    /**
     * How far shares may be off beyond statistical error, for example 0.05 for an even hash ring. By default not at
     * all, or by a quarter if the strategy claims an affinity.
     */
    public Contract shareTolerance(double parts) {
        tolerance = parts;
        return this;
    }

    /** How long one check may take; the default of two minutes is for strategies that never answer. */
    public Contract patience(Duration limit) {
        timeLimit = new TimeLimit(limit);
        return this;
    }

    /** All checks; each can be run by itself, in any order. */
    public List<Check> checks() {
        Subject subject = new Subject(provider, Map.copyOf(options), share, tolerance);
        return rules().stream().map(rule -> new Check(rule, subject, timeLimit)).toList();
    }

    /** One check, by its {@link Check#id()}. */
    public Check check(String id) {
        return checks().stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no check " + id + "; available: " + String.join(", ", duties().keySet())));
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

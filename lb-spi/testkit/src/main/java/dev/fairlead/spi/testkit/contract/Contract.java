package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.change.ChangeRules;
import dev.fairlead.spi.testkit.contract.choice.ChoiceRules;
import dev.fairlead.spi.testkit.contract.host.HostRules;
import dev.fairlead.spi.testkit.trial.Share;
import dev.fairlead.spi.testkit.trial.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        return Stream.of(ChoiceRules.all(), ChangeRules.all(), HostRules.all())
                .flatMap(List::stream)
                .map(rule -> new Check(rule, subject))
                .toList();
    }

    /** One of them, by its {@link Check#id()}. */
    public Check check(String id) {
        List<Check> checks = checks();
        return checks.stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no check " + id + ", there are "
                        + checks.stream().map(Check::id).collect(Collectors.joining(", "))));
    }

    /** Runs all checks, one after the other. */
    public Report verify() {
        return new Report(provider.name(), checks().stream().map(Check::run).toList());
    }
}

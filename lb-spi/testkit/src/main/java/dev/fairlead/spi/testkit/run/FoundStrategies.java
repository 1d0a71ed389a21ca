package dev.fairlead.spi.testkit.run;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.Contract;
import dev.fairlead.spi.testkit.contract.Finding;
import dev.fairlead.spi.testkit.trial.TimeLimit;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.stream.Stream;

/**
 * The strategies found on the class path.
 *
 * @param named those that could be created
 * @param failures the others, each with the reason; a broken one does not hide the rest
 */
record FoundStrategies(List<Named> named, List<Failure> failures) {

    /** @param name its class, if it has no name */
    record Named(String name, StrategyProvider provider) {}

    /** @param name its class, or whatever else is known */
    record Failure(String name, Violation violation) {

        /** It could not be created, which is the first check. */
        Finding finding() {
            return Finding.broken(
                    Contract.FIRST, String.valueOf(Contract.duties().get(Contract.FIRST)), violation);
        }
    }

    static FoundStrategies by(ClassLoader loader, TimeLimit timeLimit) {
        List<StrategyProvider> providers = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (ServiceLoader.Provider<StrategyProvider> entry : entries(loader, failures)) {
            String name = entry.type().getName();
            try {
                providers.add(timeLimit.await("make " + name, () -> make(entry)));
            } catch (Violation violation) {
                failures.add(new Failure(name, violation));
            }
        }
        return of(providers, failures, timeLimit);
    }

    static FoundStrategies of(List<StrategyProvider> providers, List<Failure> failures, TimeLimit timeLimit) {
        List<Named> named = providers.stream()
                .map(provider -> new Named(nameOf(provider, timeLimit), provider))
                .toList();
        return new FoundStrategies(named, List.copyOf(failures));
    }

    /** If name() fails, the first check reports it. */
    private static String nameOf(StrategyProvider provider, TimeLimit timeLimit) {
        try {
            return Objects.requireNonNullElse(
                    timeLimit.await("name", provider::name), provider.getClass().getName());
        } catch (Violation violation) {
            return provider.getClass().getName();
        }
    }

    /** The strategies with these names, or all if no names are given. */
    FoundStrategies only(List<String> names) {
        if (named.isEmpty() && failures.isEmpty()) {
            throw new IllegalArgumentException("no strategy on the class path: is it listed in META-INF/services/"
                    + StrategyProvider.class.getName() + "?");
        }
        if (names.isEmpty()) {
            return this;
        }
        List<String> all = Stream.concat(
                        named.stream().map(Named::name), failures.stream().map(Failure::name))
                .toList();
        for (String name : names) {
            if (!all.contains(name)) {
                throw new IllegalArgumentException(
                        "there is no strategy " + name + " on the class path; available: " + String.join(", ", all));
            }
        }
        return new FoundStrategies(
                named.stream().filter(each -> names.contains(each.name())).toList(),
                failures.stream().filter(each -> names.contains(each.name())).toList());
    }

    /** One by one, because an entry with a missing class throws, and the next entry may still be valid. */
    private static List<ServiceLoader.Provider<StrategyProvider>> entries(ClassLoader loader, List<Failure> failures) {
        List<ServiceLoader.Provider<StrategyProvider>> entries = new ArrayList<>();
        Spliterator<ServiceLoader.Provider<StrategyProvider>> all =
                ServiceLoader.load(StrategyProvider.class, loader).stream().spliterator();
        boolean more = true;
        while (more) {
            try {
                more = all.tryAdvance(entries::add);
            } catch (ServiceConfigurationError e) {
                String sentence = String.valueOf(e.getMessage()).replace(StrategyProvider.class.getName() + ": ", "");
                failures.add(new Failure("META-INF/services", new Violation(sentence, e)));
            }
        }
        return entries;
    }

    /** The constructor's own exception is more useful than the wrapper. */
    private static StrategyProvider make(ServiceLoader.Provider<StrategyProvider> entry) throws Exception {
        try {
            return entry.get();
        } catch (ServiceConfigurationError e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e.getCause() instanceof Error cause ? cause : e;
        }
    }
}

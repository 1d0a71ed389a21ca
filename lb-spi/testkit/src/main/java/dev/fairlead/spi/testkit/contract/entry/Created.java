package dev.fairlead.spi.testkit.contract.entry;

import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A valid name, and a strategy that can be created with these options and builds a first selector. */
final class Created implements Rule {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    @Override
    public String id() {
        return "created";
    }

    @Override
    public String name() {
        return "has a name and can be created";
    }

    @Override
    public Observation examine(Subject subject) {
        StrategyProvider provider = subject.provider();
        String name = provider.name();
        if (name == null || !NAME.matcher(name).matches()) {
            throw new Violation(
                    "is named " + name + ", expected lower-case words joined by underscores, such as zone_aware");
        }
        if (!name.equals(provider.name())) {
            throw new Violation("was named " + name + " first and " + provider.name() + " then");
        }
        FakeContext context = FakeContext.seeded(1).options(subject.options());
        create(provider, context);
        Set<String> unread = context.options().unread();
        if (!unread.isEmpty()) {
            throw new Violation("was given " + String.join(", ", unread) + " but did not read it; it reads "
                    + (context.options().asked().isEmpty()
                            ? "no option"
                            : String.join(
                                    ", ",
                                    new TreeSet<>(context.options().asked().keySet()))));
        }
        return Observation.of("as " + name);
    }

    private static void create(StrategyProvider provider, FakeContext context) {
        try {
            if (provider.create(context).rebuild(FakePool.of("a", "b", "c")) == null) {
                throw new Violation("rebuild answered null");
            }
        } catch (InvalidOptionException e) {
            throw new Violation("refused an option that it was given: " + e.getMessage(), e);
        }
    }
}

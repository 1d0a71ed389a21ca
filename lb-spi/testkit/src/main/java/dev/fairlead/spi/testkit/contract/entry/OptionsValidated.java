package dev.fairlead.spi.testkit.contract.entry;

import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.GivenOptions;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Violation;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** Unknown options are not read, wrong values are refused, and defaults are valid. */
final class OptionsValidated implements Rule {
    private static final String UNKNOWN = "no-such-option";

    @Override
    public String id() {
        return "options";
    }

    @Override
    public String name() {
        return "refuses wrong and unknown options";
    }

    @Override
    public Observation examine(Subject subject) {
        FakeContext context = FakeContext.seeded(12).options(with(subject, UNKNOWN, "1"));
        subject.provider().create(context);
        if (!context.options().unread().contains(UNKNOWN)) {
            throw new Violation("read an option named " + UNKNOWN + ", so the host could not refuse it");
        }
        for (GivenOptions.Asked asked : context.options().asked().values()) {
            examine(subject, asked);
        }
        return context.options().asked().isEmpty()
                ? Observation.inapplicable("there are none")
                : Observation.of("asks for "
                        + String.join(
                                ", ", new TreeSet<>(context.options().asked().keySet())));
    }

    private static void examine(Subject subject, GivenOptions.Asked asked) {
        if (!asked.soundDefault()) {
            throw new Violation("the default of " + asked.name() + " is outside its own range");
        }
        String wrong = asked.unacceptable();
        if (wrong == null) {
            return;
        }
        try {
            subject.provider().create(FakeContext.seeded(12).options(with(subject, asked.name(), wrong)));
        } catch (InvalidOptionException e) {
            return;
        }
        throw new Violation("accepted '" + wrong + "' for " + asked.name());
    }

    private static Map<String, String> with(Subject subject, String option, String value) {
        Map<String, String> options = new HashMap<>(subject.options());
        options.put(option, value);
        return options;
    }
}

package dev.fairlead.spi.testkit.contract.entry;

import dev.fairlead.spi.testkit.trial.Rule;
import java.util.List;

/** The rules about names and options; a strategy that breaks the first of them cannot be checked further. */
public final class EntryRules {
    private EntryRules() {}

    public static List<Rule> all() {
        return List.of(new Created(), new OptionsValidated());
    }
}

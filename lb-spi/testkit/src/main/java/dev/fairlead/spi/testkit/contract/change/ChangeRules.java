package dev.fairlead.spi.testkit.contract.change;

import dev.fairlead.spi.testkit.trial.Rule;
import java.util.List;

/** The rules about what must survive a change. */
public final class ChangeRules {
    private ChangeRules() {}

    public static List<Rule> all() {
        return List.of(
                new SurvivorsKeepState(),
                new ChangesUnderThreads(),
                new LateOutcomesHarmless(),
                new MementoRoundTrip());
    }
}

package dev.fairlead.spi.testkit.contract.choice;

import dev.fairlead.spi.testkit.trial.Rule;
import java.util.List;

/** The rules about single choices and their distribution. */
public final class ChoiceRules {
    private ChoiceRules() {}

    public static List<Rule> all() {
        return List.of(
                new MembersOnly(),
                new FairShare(),
                new NobodyStarves(),
                new TriedAvoided(),
                new ScoreExplainsChoice(),
                new AffinityHolds());
    }
}

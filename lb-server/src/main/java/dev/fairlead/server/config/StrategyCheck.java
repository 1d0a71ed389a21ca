package dev.fairlead.server.config;

import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.StrategyChoice;

/** Knows which strategies there are, so that a file that asks for another one is refused where it says so. */
@FunctionalInterface
public interface StrategyCheck {

    /** Takes every choice as it is written. */
    StrategyCheck NONE = choice -> choice;

    /**
     * Returns the choice under the strategy's proper name.
     *
     * @throws InvalidSettings at {@code name} or at an option's name
     */
    StrategyChoice check(StrategyChoice choice);

    /** The same as far as it is known without running code that is not ours. */
    default StrategyChoice look(StrategyChoice choice) {
        return check(choice);
    }
}

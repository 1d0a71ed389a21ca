package dev.fairlead.server.config;

import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.StrategyChoice;

/** Knows the available strategies, so that an unknown one is reported at its place in the file. */
@FunctionalInterface
public interface StrategyCheck {

    /** Accepts every choice as written. */
    StrategyCheck NONE = choice -> choice;

    /**
     * Returns the choice under the strategy's proper name.
     *
     * @throws InvalidSettings at {@code name} or at an option's name
     */
    StrategyChoice check(StrategyChoice choice);

    /** The same, as far as possible without running plug-in code. */
    default StrategyChoice look(StrategyChoice choice) {
        return check(choice);
    }
}

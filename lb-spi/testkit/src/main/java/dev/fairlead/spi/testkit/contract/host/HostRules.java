package dev.fairlead.spi.testkit.contract.host;

import dev.fairlead.spi.testkit.trial.Rule;
import java.util.List;

/** The rules about memory, time, randomness and counters. */
public final class HostRules {
    private HostRules() {}

    public static List<Rule> all() {
        return List.of(new CursorOverflow(), new ClockOverflow(), new NothingAllocated(), new SeedRepeats());
    }
}

package dev.fairlead.ctl.strategy;

import dev.fairlead.control.v1.StrategyChoice;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a chosen strategy. Picocli fills the field. */
final class ChoiceOptions {

    @Option(
            names = "--option",
            paramLabel = "NAME=VALUE",
            description = "An option of the strategy, as in key=header:X-User; may be repeated.")
    private List<Pair> options = List.of();

    /** The server knows the accepted spellings of its strategies. */
    StrategyChoice choice(String name) {
        return StrategyChoice.newBuilder()
                .setName(name)
                .putAllOptions(Pair.map(options))
                .build();
    }

    boolean isEmpty() {
        return options.isEmpty();
    }
}

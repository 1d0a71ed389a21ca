package dev.fairlead.server.desired;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The strategy of a pool, by name, with options that only the strategy interprets. */
public record StrategyChoice(String name, Map<String, String> options) {

    public static final StrategyChoice DEFAULT = of("weighted_round_robin");

    public StrategyChoice {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        new Checks()
                .that(!name.isBlank(), "name", "is empty, expected a strategy such as round_robin")
                .done();
    }

    public static StrategyChoice of(String name) {
        return new StrategyChoice(name, Map.of());
    }

    @Override
    public String toString() {
        return options.isEmpty() ? name : name + options;
    }
}

package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.strategy.StrategyCatalogue;
import jakarta.inject.Inject;
import java.util.Map;

/** Reads a pool's policies from a message; fields that are not set get their defaults. */
public final class PoolReader {

    private static final Pool PLAIN = Pool.named("default");

    private final StrategyCatalogue strategies;
    private final MessageReader settings;

    @Inject
    public PoolReader(StrategyCatalogue strategies, MessageReader settings) {
        this.strategies = strategies;
        this.settings = settings;
    }

    /** @throws dev.fairlead.server.strategy.StrategyRefused if there is no such strategy */
    Pool read(dev.fairlead.control.v1.Pool pool, String name, Violations violations) {
        StrategyChoice strategy = strategy(pool.getStrategy(), violations.at("strategy"));
        return settings.read(pool, PLAIN, Map.of("name", name, "strategy", strategy), violations);
    }

    StrategyChoice strategy(dev.fairlead.control.v1.StrategyChoice choice, Violations violations) {
        String name = choice.getName().isEmpty()
                ? StrategyChoice.DEFAULT.name()
                : strategies.find(choice.getName()).name();
        return violations.record(StrategyChoice.DEFAULT, () -> new StrategyChoice(name, choice.getOptionsMap()));
    }
}

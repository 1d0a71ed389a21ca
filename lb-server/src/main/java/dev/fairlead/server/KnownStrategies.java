package dev.fairlead.server;

import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.strategy.Strategies;
import dev.fairlead.server.strategy.StrategyRefused;
import java.util.concurrent.CompletionException;

/** Checks a configured strategy by creating it: nobody else knows which options it reads, and which values it takes. */
final class KnownStrategies implements StrategyCheck {

    private final Strategies strategies;

    KnownStrategies(Strategies strategies) {
        this.strategies = strategies;
    }

    @Override
    public StrategyChoice check(StrategyChoice choice) {
        try {
            strategies.create(choice, "validation", null).join().close();
            return new StrategyChoice(strategies.catalogue().find(choice.name()).name(), choice.options());
        } catch (CompletionException e) {
            if (e.getCause() instanceof StrategyRefused refused) {
                throw new InvalidSettings(refused.option().isEmpty() ? "name" : refused.option(), refused.sentence());
            }
            throw e;
        }
    }
}

package dev.fairlead.server;

import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.desired.InvalidSettings;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.strategy.StrategyRefused;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * Checks a configured strategy by creating it: only the strategy knows which options it reads and which values it
 * accepts.
 */
final class CatalogueStrategyCheck implements StrategyCheck {

    private final StrategyFactory strategies;

    CatalogueStrategyCheck(StrategyFactory strategies) {
        this.strategies = strategies;
    }

    @Override
    public StrategyChoice look(StrategyChoice choice) {
        Optional<CatalogueEntry> entry = strategies.catalogue().entry(choice.name());
        return entry.isEmpty() || entry.get().plugin().equals(StrategyModule.BUILT_IN)
                ? check(choice)
                : new StrategyChoice(entry.get().name(), choice.options());
    }

    @Override
    public StrategyChoice check(StrategyChoice choice) {
        if (strategies.catalogue().isHeldBack(choice.name())) {
            // Otherwise a server could not restart after a plug-in was unloaded by force.
            return choice;
        }
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

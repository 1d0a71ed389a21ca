package dev.fairlead.strategy;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.Contract;
import dev.fairlead.spi.testkit.trial.Share;

/** What each built-in strategy promises, with its options at their defaults. */
public final class Contracts {
    private Contracts() {}

    public static Contract of(StrategyProvider provider) {
        Contract contract = Contract.of(provider);
        return switch (provider.name()) {
            case "round_robin" -> contract.share(Share.EQUAL);
            case "first" -> contract.share(Share.UNPROMISED);
            case "ip_hash", "maglev", "rendezvous" -> contract.shareTolerance(0.02);
            case "ring_hash" -> contract.shareTolerance(0.05);
            default -> contract;
        };
    }
}

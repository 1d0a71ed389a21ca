package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.strategy.hash.key.Key;
import dev.fairlead.strategy.hash.key.RequestKey;

/** {@code rendezvous}: consistent hashing without a table. Option: {@code key} (see {@link RequestKey}). */
public final class RendezvousProvider implements StrategyProvider {
    @Override
    public String name() {
        return "rendezvous";
    }

    @Override
    public String description() {
        return "by hash of a key, exact weights, no key moves needlessly; for up to a few hundred backends";
    }

    @Override
    public Strategy create(StrategyContext context) {
        Key key = RequestKey.from(context.options());
        return pool -> new RendezvousSelector(pool, key);
    }
}

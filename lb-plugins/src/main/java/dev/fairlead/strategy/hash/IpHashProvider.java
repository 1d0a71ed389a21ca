package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.strategy.hash.key.ClientNetwork;
import dev.fairlead.strategy.hash.key.Key;

/**
 * {@code ip_hash}: a client stays on one backend. Only the key is specific to it: {@link ClientNetwork}, with the
 * options {@code ipv4-prefix} and {@code ipv6-prefix}. It uses a {@link MaglevTable}, because the modulo of the number
 * of backends that other load balancers use moves nearly every client when one backend goes down.
 */
public final class IpHashProvider implements StrategyProvider {
    @Override
    public String name() {
        return "ip_hash";
    }

    @Override
    public String description() {
        return "a client's network stays on one backend; for sessions kept in memory, without cookies";
    }

    @Override
    public Strategy create(StrategyContext context) {
        Key key = ClientNetwork.from(context.options());
        return pool -> {
            int size = MaglevProvider.sizeFor(pool.size(), MaglevProvider.DEFAULT_SIZE);
            return new MaglevSelector(pool, new MaglevTable(pool, size), key);
        };
    }
}

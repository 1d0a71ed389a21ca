package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.strategy.hash.key.ClientNetwork;
import dev.fairlead.strategy.hash.key.Key;

/**
 * {@code ip_hash}: a client stays at one backend. What it has of its own is the key, {@link ClientNetwork}, with the
 * options {@code ipv4-prefix} and {@code ipv6-prefix}; behind it is a {@link MaglevTable}, because the division by the
 * number of backends that other load balancers use sends nearly every client elsewhere when one backend goes down.
 */
public final class IpHashProvider implements StrategyProvider {
    @Override
    public String name() {
        return "ip_hash";
    }

    @Override
    public String description() {
        return "a client's network stays at one backend; for sessions kept in memory, without cookies";
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

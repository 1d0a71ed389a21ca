package dev.fairlead.strategy.hash;

import dev.fairlead.spi.InvalidOptionException;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyOptions;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.strategy.hash.key.Key;
import dev.fairlead.strategy.hash.key.RequestKey;

/**
 * {@code maglev}: consistent hashing by table. Options: {@code key} (see {@link RequestKey}) and {@code table-size}, a
 * prime.
 */
public final class MaglevProvider implements StrategyProvider {
    /** As in the paper; large enough for a hundred endpoints to differ by less than one percent. */
    static final int DEFAULT_SIZE = 65_537;

    /** Five million slots are twenty megabytes, for each pool and each generation that is still in use. */
    private static final int GREATEST_SIZE = 5_000_011;

    @Override
    public String name() {
        return "maglev";
    }

    @Override
    public String description() {
        return "by hash of a key, very even and fast; a change moves only a few extra keys";
    }

    @Override
    public Strategy create(StrategyContext context) {
        Key key = RequestKey.from(context.options());
        int size = size(context.options());
        return pool -> new MaglevSelector(pool, new MaglevTable(pool, sizeFor(pool.size(), size)), key);
    }

    private static int size(StrategyOptions options) {
        int size = options.integer("table-size", DEFAULT_SIZE, 7, GREATEST_SIZE);
        if (!Primes.contains(size)) {
            throw new InvalidOptionException(
                    "table-size", "is " + size + ", expected a prime number; the next one is " + Primes.from(size));
        }
        return size;
    }

    /** A table with fewer slots than endpoints would leave some without any. */
    static int sizeFor(int endpoints, int size) {
        return endpoints <= size ? size : Primes.from(2 * endpoints);
    }
}

package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;
import dev.fairlead.strategy.hash.key.Key;
import dev.fairlead.strategy.hash.key.Xxh64;

/** One look into a {@link MaglevTable}; a retry looks again with another hash of the same key. */
final class MaglevSelector implements Selector {
    /** One heavy endpoint may own most of the table; after so many looks position decides. */
    private static final int LOOKS = 8;

    private final EndpointPool pool;
    private final MaglevTable table;
    private final Key key;

    MaglevSelector(EndpointPool pool, MaglevTable table, Key key) {
        this.pool = pool;
        this.table = table;
        this.key = key;
    }

    @Override
    public Endpoint select(RequestView request) {
        long hash = key.of(request);
        Endpoint endpoint = table.endpoint(hash);
        return request.tried(endpoint) ? another(hash, request) : endpoint;
    }

    /** The same others in the same order for the same key, and different ones for different keys. */
    private Endpoint another(long hash, RequestView request) {
        Endpoint endpoint = table.endpoint(Xxh64.hash(hash, 1));
        for (int look = 2; look <= LOOKS && request.tried(endpoint); look++) {
            endpoint = table.endpoint(Xxh64.hash(hash, look));
        }
        return Untried.from(endpoint.index(), pool, request);
    }

    @Override
    public long affinity(RequestView request) {
        return key.of(request);
    }
}

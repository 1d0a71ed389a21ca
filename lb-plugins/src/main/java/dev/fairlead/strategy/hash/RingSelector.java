package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.Untried;
import dev.fairlead.strategy.hash.key.Key;

/** Goes along the ring from the key's hash to the first endpoint that was not tried and, if loads are bounded, has room. */
final class RingSelector implements Selector {
    /** Behind so many points without an answer the pool is as good as full, and walking on would only cost time. */
    private static final int LONGEST_WALK = 1_000;

    private final EndpointPool pool;
    private final Ring ring;
    private final Key key;
    private final LoadBound bound;

    RingSelector(EndpointPool pool, Ring ring, Key key, LoadBound bound) {
        this.pool = pool;
        this.ring = ring;
        this.key = key;
        this.bound = bound;
    }

    @Override
    public Endpoint select(RequestView request) {
        int position = ring.position(key.of(request));
        Endpoint owner = pool.endpoint(ring.owner(position));
        double room = bound.roomByWeight();
        if (!request.tried(owner) && owner.inFlight() < room * owner.weight()) {
            return owner;
        }
        return walk(position, room, owner, request);
    }

    private Endpoint walk(int from, double room, Endpoint owner, RequestView request) {
        int position = from;
        for (int step = 0; step < LONGEST_WALK; step++) {
            position = ring.next(position);
            Endpoint endpoint = pool.endpoint(ring.owner(position));
            if (!request.tried(endpoint) && endpoint.inFlight() < room * endpoint.weight()) {
                return endpoint;
            }
        }
        return Untried.from(owner.index(), pool, request);
    }

    @Override
    public long affinity(RequestView request) {
        return key.of(request);
    }
}

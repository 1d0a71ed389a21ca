package dev.fairlead.strategy.hash;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.strategy.hash.key.Key;
import dev.fairlead.strategy.hash.key.Xxh64;

/**
 * Highest random weight (Thaler, Ravishankar 1998): each endpoint throws a die that key and id decide, and the best
 * throw wins. If one leaves, only its keys move, to the second best each. With weights the throw is an exponential
 * variable of that rate, -ln(u) / weight, the smallest of which falls to each in proportion to its weight (Schindelhauer,
 * Schomaker 2005). It looks at every endpoint.
 */
final class RendezvousSelector implements Selector {
    private static final double UNIT = 0x1.0p-53;

    private final EndpointPool pool;
    private final Key key;
    private final long[] ids;
    private final boolean weighted;

    RendezvousSelector(EndpointPool pool, Key key) {
        this.pool = pool;
        this.key = key;
        this.ids = new long[pool.size()];
        boolean differ = false;
        for (Endpoint endpoint : pool) {
            ids[endpoint.index()] = Xxh64.hash(endpoint.id());
            differ |= endpoint.weight() != pool.endpoint(0).weight();
        }
        weighted = differ;
    }

    @Override
    public Endpoint select(RequestView request) {
        long hash = key.of(request);
        Endpoint best = null;
        double bestThrow = Double.POSITIVE_INFINITY;
        for (int i = 0; i < ids.length; i++) {
            double thrown = thrown(hash, i);
            if (thrown < bestThrow && !request.tried(pool.endpoint(i))) {
                bestThrow = thrown;
                best = pool.endpoint(i);
            }
        }
        return best == null ? pool.endpoint((int) Long.remainderUnsigned(hash, ids.length)) : best;
    }

    /** Lower is better. Among equal weights the logarithm would not change the order, so its cost is saved. */
    private double thrown(long hash, int index) {
        double u = ((Xxh64.avalanche(hash ^ ids[index]) >>> 11) + 0.5) * UNIT;
        return weighted ? -Math.log(u) / pool.endpoint(index).weight() : 1 - u;
    }

    @Override
    public double score(Endpoint endpoint, RequestView request) {
        return thrown(key.of(request), endpoint.index());
    }

    @Override
    public long affinity(RequestView request) {
        return key.of(request);
    }
}

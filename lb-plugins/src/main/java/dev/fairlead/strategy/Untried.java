package dev.fairlead.strategy;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;

/** The last resort of every strategy when its own choice was tried before: take whatever was not. */
public final class Untried {
    private Untried() {}

    /**
     * The first untried endpoint after a position, going round once; the one at the position if all were tried. Callers
     * choose the position by chance or by key, so that one endpoint's failures do not all land on its neighbour.
     */
    public static Endpoint from(int position, EndpointPool pool, RequestView request) {
        int size = pool.size();
        int index = position;
        for (int seen = 0; seen < size; seen++) {
            Endpoint endpoint = pool.endpoint(index);
            if (!request.tried(endpoint)) {
                return endpoint;
            }
            index = index + 1 == size ? 0 : index + 1;
        }
        return pool.endpoint(position);
    }
}

package dev.fairlead.strategy;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.EndpointPool;
import dev.fairlead.spi.RequestView;

/** The last resort of every strategy if its own choice was already tried: any untried endpoint. */
public final class Untried {
    private Untried() {}

    /**
     * The first untried endpoint after a position, wrapping around once; the one at the position if all were tried.
     * Callers choose the position at random or by key, so that the retries of one endpoint do not all go to the next
     * one.
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

package dev.fairlead.spi;

import java.net.URI;
import java.util.Map;

/**
 * A backend as one {@link EndpointPool} presents it. Everything except {@link #inFlight()} is fixed for the life of
 * that pool. In the next pool the same backend is a different object with the same id, perhaps with another index,
 * weight or url.
 *
 * <p>Only endpoints that may take new requests are included: ready, healthy, and with a weight above 0. All methods are
 * cheap, allocate nothing and may be called from any thread.
 */
public interface Endpoint {

    /** The operator's name for it, unique in its pool of backends and stable across changes and restarts. */
    String id();

    /** Its position in its pool: {@code pool.endpoint(e.index()) == e}. For arrays, not for identity. */
    int index();

    /** Its address: scheme, host and port. */
    URI url();

    /** The share of requests it should have, relative to the others; from 1 to 1000. */
    int weight();

    /**
     * Attempts by this load balancer that are in flight there: from the moment it was chosen until the last byte of the
     * response, over all threads and all generations of the pool. The number may lag behind by a few.
     */
    int inFlight();

    /** The operator's labels for it, such as {@code zone=a}; unmodifiable, often empty. */
    Map<String, String> tags();
}

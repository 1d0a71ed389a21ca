package dev.fairlead.spi;

import java.net.URI;
import java.util.Map;

/**
 * A backend as one {@link EndpointPool} shows it. All but {@link #inFlight()} is fixed for the life of that pool; in
 * the next pool the same backend is another object, perhaps with another index, weight or url, under the same id.
 *
 * <p>Only endpoints that may take new requests are shown: ready, healthy, and with a weight above 0. All methods are
 * cheap, allocate nothing and may be called from every thread.
 */
public interface Endpoint {

    /** The operator's name for it, unique in its pool of backends and stable over changes and restarts. */
    String id();

    /** Its position in its pool: {@code pool.endpoint(e.index()) == e}. For arrays, not for identity. */
    int index();

    /** Where it is: scheme, host and port. */
    URI url();

    /** The share of requests it should have, relative to the others; from 1 to 1000. */
    int weight();

    /**
     * Attempts sent to it by this load balancer that are not over: from the moment it was chosen until the last byte
     * of the response, over all threads and all generations of the pool. The number may be a few behind the present.
     */
    int inFlight();

    /** The operator's labels for it, such as {@code zone=a}; unmodifiable, often empty. */
    Map<String, String> tags();
}

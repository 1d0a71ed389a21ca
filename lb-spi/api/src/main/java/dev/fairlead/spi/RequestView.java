package dev.fairlead.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a selector may know about the request it chooses for. It is valid only during the call and must not be kept,
 * because the host reuses the object. All of it comes from the client, so the content is neither trustworthy nor
 * bounded, although header sizes have been limited before.
 *
 * <p>Only the first call for a value may allocate, in the host; further calls for the same value do not.
 */
public interface RequestView {

    /** The method as sent, for example {@code GET}. */
    String method();

    /** The request target's path with its query, byte for byte as sent. */
    String path();

    /** The host that the request is for, with the port if given; empty if the client named none. */
    String host();

    /** The first value of a header; the case of the name does not matter. Null if the request has none. */
    @Nullable
    String header(String name);

    /** The value of a cookie, by its exact name; null if the request has none. */
    @Nullable
    String cookie(String name);

    /**
     * The client's address as text, without a port: that of the connection, or the one reported by a trusted proxy in
     * front of us.
     */
    String clientAddress();

    /**
     * Whether this request should avoid this endpoint of the selector's own pool: an earlier attempt failed there, or
     * the host has another reason to ask again.
     */
    boolean tried(Endpoint endpoint);
}

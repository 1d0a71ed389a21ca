package dev.fairlead.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a selector may know about the request it chooses for. It is valid during the call only and must not be kept:
 * the host uses the object again. All of it comes from the client, so nothing here is trustworthy or bounded in
 * content, though header sizes were limited before.
 *
 * <p>No method allocates more than the first call for the same thing may have to, in the host.
 */
public interface RequestView {

    /** The method as sent, for example {@code GET}. */
    String method();

    /** The request target's path with its query, byte for byte as sent. */
    String path();

    /** The host, and port if given, that the request is for; empty for a client that named none. */
    String host();

    /** The first value of a header, whatever the case of its name; null if the request has none. */
    @Nullable
    String header(String name);

    /** The value of a cookie, by its exact name; null if the request has none. */
    @Nullable
    String cookie(String name);

    /**
     * The client's address as text, without a port: that of the connection, or the one that a trusted proxy in front
     * of us reported.
     */
    String clientAddress();

    /**
     * Whether this request should rather not go to this endpoint, an endpoint of the selector's own pool: an earlier
     * attempt of it failed there, or the host has another reason to ask again.
     */
    boolean tried(Endpoint endpoint);
}

package dev.fairlead.server.routing.match;

import org.jspecify.annotations.Nullable;

/** What routes look at of a request. */
public interface RouteFacts {

    String method();

    /** Without the query, byte for byte as sent. */
    String path();

    /** Without the question mark; empty if there is none. */
    String query();

    /** With the port if one was sent; empty if the client named no host. */
    String host();

    /** The first value; the case of the name does not matter. */
    @Nullable
    String header(String name);

    @Nullable
    String cookie(String name);

    /** As text, without a port. */
    String clientAddress();
}

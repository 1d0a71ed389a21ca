package dev.fairlead.server.routing;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a request says about itself, independent of the protocol. Read only on its IO thread. */
public interface RequestFacts {

    /** The request id, ours or that of a trusted client. */
    String id();

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

    /** All headers, each name with each of its values; for code that needs the request after it has ended. */
    void eachHeader(BiConsumer<String, String> reader);

    /** As text, without a port. */
    String clientAddress();

    /** For example {@code HTTP/1.1}. */
    String protocol();

    /** {@code http} or {@code https}, as the client sees it. */
    String scheme();
}

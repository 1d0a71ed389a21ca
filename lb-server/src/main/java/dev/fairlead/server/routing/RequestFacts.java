package dev.fairlead.server.routing;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a request says about itself, however it came. Read on its IO thread only. */
public interface RequestFacts {

    /** The request id, ours or a trusted client's. */
    String id();

    String method();

    /** Without the query, byte for byte as sent. */
    String path();

    /** Without the question mark; empty if there is none. */
    String query();

    /** With its port if one was sent; empty if the client named no host. */
    String host();

    /** The first value, whatever the case of the name. */
    @Nullable
    String header(String name);

    @Nullable
    String cookie(String name);

    /** All headers, each name with each of its values; for whoever has to know the request when it is over. */
    void eachHeader(BiConsumer<String, String> reader);

    /** As text, without a port. */
    String clientAddress();

    /** For example {@code HTTP/1.1}. */
    String protocol();

    /** {@code http} or {@code https}, as the client sees it. */
    String scheme();
}

package dev.fairlead.server.routing;

import dev.fairlead.server.limit.RequestKeys;
import dev.fairlead.server.routing.match.RouteFacts;
import java.util.List;
import java.util.function.BiConsumer;

/** What a request says about itself, independent of the protocol. Read only on its IO thread. */
public interface RequestFacts extends RouteFacts, RequestKeys {

    /** The request id, ours or that of a trusted client. */
    String id();

    /** All of that name, in the order in which they came; not to be kept. */
    List<String> values(String name);

    /** All headers, each name with each of its values; for code that needs the request after it has ended. */
    void eachHeader(BiConsumer<String, String> reader);

    /** For example {@code HTTP/1.1}. */
    String protocol();

    /** {@code http} or {@code https}, as the client sees it. */
    String scheme();
}

package dev.fairlead.server.proxy.front;

import dev.fairlead.server.proxy.head.RequestHeadReader;
import dev.fairlead.server.routing.RequestFacts;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a head that was read before it was refused, for the log. A copy, because the reader continues.
 *
 * @param clientAddress the peer's, because the headers of a refused head do not count
 */
record RefusedHead(
        String id,
        String clientAddress,
        String method,
        String path,
        String query,
        String host,
        String protocol,
        String scheme)
        implements RequestFacts {

    static RefusedHead of(RequestHeadReader head, String id, String clientAddress) {
        String query = head.query();
        return new RefusedHead(
                id,
                clientAddress,
                head.method(),
                head.path(),
                query == null ? "" : query,
                head.host(),
                head.version(),
                "http");
    }

    @Override
    public @Nullable String header(String name) {
        return null;
    }

    @Override
    public @Nullable String cookie(String name) {
        return null;
    }

    @Override
    public List<String> values(String name) {
        return List.of();
    }

    @Override
    public void eachHeader(BiConsumer<String, String> reader) {}
}

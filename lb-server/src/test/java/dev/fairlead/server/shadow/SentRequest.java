package dev.fairlead.server.shadow;

import dev.fairlead.server.routing.RequestFacts;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request with these headers. */
record SentRequest(String path, Map<String, String> headers) implements RequestFacts {

    @Override
    public String id() {
        return "r-1";
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String query() {
        return "q=1";
    }

    @Override
    public String host() {
        return "example.org";
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        throw new UnsupportedOperationException("nobody asks the original");
    }

    @Override
    public void eachHeader(BiConsumer<String, String> reader) {
        headers.forEach(reader);
    }

    @Override
    public String clientAddress() {
        return "192.0.2.1";
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String scheme() {
        return "http";
    }
}

package dev.fairlead.server.observe.access;

import dev.fairlead.server.routing.RequestFacts;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a request says about itself in a test. */
record TestFacts(String id, String method, String path, String query, Map<String, String> headers)
        implements RequestFacts {

    static TestFacts get(String path) {
        return new TestFacts("r-1", "GET", path, "", Map.of());
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
        return null;
    }

    @Override
    public void eachHeader(BiConsumer<String, String> reader) {
        headers.forEach(reader);
    }

    @Override
    public String clientAddress() {
        return "192.0.2.7";
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

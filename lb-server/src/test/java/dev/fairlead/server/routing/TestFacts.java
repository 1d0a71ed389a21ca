package dev.fairlead.server.routing;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request that nobody sent. */
record TestFacts(String id, String method, String path, String query) implements RequestFacts {

    static TestFacts of(String method) {
        return new TestFacts("r-1", method, "/a", "b=c");
    }

    @Override
    public String host() {
        return "example.org";
    }

    @Override
    public @Nullable String header(String name) {
        return name.equalsIgnoreCase("X-User") ? "ann" : null;
    }

    @Override
    public @Nullable String cookie(String name) {
        return null;
    }

    @Override
    public void eachHeader(BiConsumer<String, String> reader) {
        reader.accept("X-User", "ann");
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

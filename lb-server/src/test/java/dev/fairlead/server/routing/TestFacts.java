package dev.fairlead.server.routing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a request that nobody sent says about itself. */
public record TestFacts(String id, String method, String path, String query, Map<String, String> headers)
        implements RequestFacts {

    public TestFacts {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    public static TestFacts of(String method) {
        return new TestFacts("r-1", method, "/a", "b=c", Map.of("X-User", "ann"));
    }

    public static TestFacts get(String path) {
        return get(path, Map.of());
    }

    public static TestFacts get(String path, Map<String, String> headers) {
        return new TestFacts("r-1", "GET", path, "", headers);
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
        return Cookies.value(headers.getOrDefault("Cookie", ""), name);
    }

    @Override
    public List<String> values(String name) {
        String value = headers.get(name);
        return value == null ? List.of() : List.of(value);
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

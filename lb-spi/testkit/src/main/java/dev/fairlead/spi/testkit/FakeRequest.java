package dev.fairlead.spi.testkit;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request that a test composes and may change between choices. Single-threaded. */
public final class FakeRequest implements RequestView {
    private final String method;
    private String path;
    private String client = "192.0.2.1";
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> cookies = new HashMap<>();
    private final Set<String> tried = new HashSet<>();

    private FakeRequest(String method, String path) {
        this.method = method;
        this.path = path;
    }

    public static FakeRequest get(String path) {
        return new FakeRequest("GET", path);
    }

    /**
     * One of very many clients, each with its own address, path, {@code X-User} header and {@code user} cookie; the same
     * number is always the same client.
     */
    public static FakeRequest ofClient(int number) {
        return get("/item/" + number)
                .from("10." + (number >> 16 & 255) + "." + (number >> 8 & 255) + "." + (number & 255))
                .header("X-User", "user-" + number)
                .cookie("user", "u" + number);
    }

    public FakeRequest to(String anotherPath) {
        path = anotherPath;
        return this;
    }

    public FakeRequest from(String clientAddress) {
        client = clientAddress;
        return this;
    }

    public FakeRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public FakeRequest cookie(String name, String value) {
        cookies.put(name, value);
        return this;
    }

    /** Marks an endpoint as tried, by its id. */
    public FakeRequest tried(String id) {
        tried.add(id);
        return this;
    }

    /** Clears the tried endpoints, as if this were the first attempt. */
    public FakeRequest untried() {
        tried.clear();
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String host() {
        return "example.test";
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        return cookies.get(name);
    }

    @Override
    public String clientAddress() {
        return client;
    }

    @Override
    public boolean tried(Endpoint endpoint) {
        return !tried.isEmpty() && tried.contains(endpoint.id());
    }

    @Override
    public String toString() {
        return method + " " + path + " from " + client + (tried.isEmpty() ? "" : ", tried " + tried);
    }
}

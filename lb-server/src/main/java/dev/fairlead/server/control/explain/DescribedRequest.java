package dev.fairlead.server.control.explain;

import dev.fairlead.control.v1.ExplainChoiceRequest;
import dev.fairlead.server.routing.Cookies;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A hypothetical request, built from its description. */
final class DescribedRequest implements RequestView {
    private final ExplainChoiceRequest told;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    DescribedRequest(ExplainChoiceRequest told) {
        this.told = told;
        headers.putAll(told.getHeadersMap());
    }

    @Override
    public String method() {
        return told.getMethod().isEmpty() ? "GET" : told.getMethod();
    }

    @Override
    public String path() {
        return told.getPath().isEmpty() ? "/" : told.getPath();
    }

    @Override
    public String host() {
        return told.getHost().isEmpty() ? headers.getOrDefault("Host", "") : told.getHost();
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
    public String clientAddress() {
        return told.getClientAddress().isEmpty() ? "127.0.0.1" : told.getClientAddress();
    }

    @Override
    public boolean tried(Endpoint endpoint) {
        return false;
    }
}

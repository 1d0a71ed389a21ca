package dev.fairlead.server.routing.match;

import dev.fairlead.server.routing.Cookies;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request that nobody sent. */
record Asked(String method, String host, String path, String query, Map<String, String> headers, String clientAddress)
        implements RouteFacts {

    Asked {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    static Asked get(String host, String target) {
        return of("GET", host, target, Map.of());
    }

    /** @param target a path, with its query behind a question mark */
    static Asked of(String method, String host, String target, Map<String, String> headers) {
        int query = target.indexOf('?');
        return new Asked(
                method,
                host,
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                headers,
                "192.0.2.1");
    }

    Asked from(String client) {
        return new Asked(method, host, path, query, headers, client);
    }

    Asked with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Asked(method, host, path, query, more, clientAddress);
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public @Nullable String cookie(String name) {
        return Cookies.value(headers.getOrDefault("Cookie", ""), name);
    }
}

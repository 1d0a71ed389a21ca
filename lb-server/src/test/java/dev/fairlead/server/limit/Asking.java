package dev.fairlead.server.limit;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of a client, with at most one header and one cookie. */
record Asking(String clientAddress, Map<String, String> headers, Map<String, String> cookies) implements RequestKeys {

    static Asking from(String client) {
        return new Asking(client, Map.of(), Map.of());
    }

    static Asking numbered(int client) {
        return from("10." + (client >> 16) + "." + (client >> 8 & 0xff) + "." + (client & 0xff));
    }

    Asking withHeader(String name, String value) {
        return new Asking(clientAddress, Map.of(name.toLowerCase(Locale.ROOT), value), cookies);
    }

    Asking withCookie(String name, String value) {
        return new Asking(clientAddress, headers, Map.of(name, value));
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String cookie(String name) {
        return cookies.get(name);
    }
}

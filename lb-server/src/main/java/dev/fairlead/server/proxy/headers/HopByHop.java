package dev.fairlead.server.proxy.headers;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Headers that are about one connection and must not cross us, by their own nature or because a peer said so. */
public final class HopByHop {

    static final Set<HttpString> NAMES = Set.of(
            Headers.CONNECTION,
            new HttpString("Keep-Alive"),
            new HttpString("Proxy-Connection"),
            Headers.PROXY_AUTHENTICATE,
            Headers.PROXY_AUTHORIZATION,
            new HttpString("Proxy-Authentication-Info"),
            Headers.TE,
            Headers.TRAILER,
            Headers.TRANSFER_ENCODING,
            Headers.UPGRADE,
            new HttpString("HTTP2-Settings"));

    /** Without these a message would mean something else, so naming them in Connection has no effect. */
    private static final Set<HttpString> NEVER = Set.of(Headers.HOST, Headers.CONTENT_LENGTH);

    private HopByHop() {}

    static boolean always(HttpString name) {
        return NAMES.contains(name);
    }

    /** What the Connection header names beyond the usual; empty in nearly every message. */
    public static Set<HttpString> named(HeaderMap headers) {
        HeaderValues values = headers.get(Headers.CONNECTION);
        if (values == null) {
            return Set.of();
        }
        Set<HttpString> named = Set.of();
        for (int i = 0; i < values.size(); i++) {
            named = withNamesIn(values.get(i), named);
        }
        return named;
    }

    static Set<HttpString> withNamesIn(String value, Set<HttpString> before) {
        if (isUsual(value)) {
            return before;
        }
        Set<HttpString> named = new HashSet<>(before);
        for (String token : value.split(",", -1)) {
            HttpString name = HttpString.tryFromString(token.strip());
            if (name != null && !NEVER.contains(name)) {
                named.add(name);
            }
        }
        return named;
    }

    private static boolean isUsual(String value) {
        return value.equalsIgnoreCase("keep-alive")
                || value.equalsIgnoreCase("close")
                || value.equalsIgnoreCase("upgrade");
    }

    /** Whether a Connection header has this token. */
    public static boolean connectionHas(HeaderMap headers, String token) {
        HeaderValues values = headers.get(Headers.CONNECTION);
        if (values == null) {
            return false;
        }
        for (int i = 0; i < values.size(); i++) {
            for (String part : values.get(i).split(",", -1)) {
                if (part.strip().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }
}

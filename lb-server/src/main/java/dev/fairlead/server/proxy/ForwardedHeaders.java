package dev.fairlead.server.proxy;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;

/** Which headers say where a request came from, and who may set them. */
final class ForwardedHeaders {

    /** Written by us in any case, or settled by how the body is framed. */
    private static final Set<HttpString> OURS = Set.of(
            Headers.HOST,
            Headers.CONTENT_LENGTH,
            Headers.EXPECT,
            Headers.X_FORWARDED_FOR,
            Headers.X_FORWARDED_PROTO,
            Headers.X_FORWARDED_HOST,
            Headers.X_FORWARDED_PORT,
            new HttpString("X-Forwarded-By"),
            new HttpString("X-Backend-Server"),
            RequestIds.HEADER);

    private static final Set<HttpString> CLAIMS = Set.of(Headers.FORWARDED, new HttpString("X-Real-IP"));
    private static final HttpString PREFIX = new HttpString("X-Forwarded-");

    private ForwardedHeaders() {}

    static boolean isOurs(HttpString name) {
        return OURS.contains(name);
    }

    /** What only a trusted peer may tell. */
    static boolean isClaim(HttpString name) {
        return CLAIMS.contains(name) || startsWithPrefix(name);
    }

    private static boolean startsWithPrefix(HttpString name) {
        if (name.length() < PREFIX.length()) {
            return false;
        }
        for (int i = 0; i < PREFIX.length(); i++) {
            if ((name.byteAt(i) | 0x20) != (PREFIX.byteAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    /** What a trusted peer says, for as long as it says one thing. */
    static String scheme(HeaderMap headers, String own) {
        String sent = headers.getFirst(Headers.X_FORWARDED_PROTO);
        if (sent != null && sent.equalsIgnoreCase("https")) {
            return "https";
        }
        return sent != null && sent.equalsIgnoreCase("http") ? "http" : own;
    }

    static String host(HeaderMap headers, String own) {
        String sent = headers.getFirst(Headers.X_FORWARDED_HOST);
        return sent == null || sent.isEmpty() ? own : sent;
    }

    static String port(HeaderMap headers, String own) {
        String sent = headers.getFirst(Headers.X_FORWARDED_PORT);
        return sent == null || sent.isEmpty() ? own : sent;
    }
}

package dev.fairlead.server.proxy.headers;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;

/** What a trusted peer says about where a request came from. */
public final class ForwardedHeaders {

    private ForwardedHeaders() {}

    /** Only what a scheme can be. */
    public static String scheme(HeaderMap headers, String own) {
        String sent = headers.getFirst(Headers.X_FORWARDED_PROTO);
        if (sent != null && sent.equalsIgnoreCase("https")) {
            return "https";
        }
        return sent != null && sent.equalsIgnoreCase("http") ? "http" : own;
    }

    /** What we add to a trusted peer's Forwarded (RFC 7239): that it came from there, and by which scheme. */
    public static String hop(String peer, String ownScheme) {
        String node = peer.indexOf(':') < 0 ? peer : "\"[" + peer + "]\"";
        return ", for=" + node + ";proto=" + ownScheme;
    }

    public static String host(HeaderMap headers, String own) {
        String sent = headers.getFirst(Headers.X_FORWARDED_HOST);
        return sent == null || sent.isEmpty() ? own : sent;
    }

    public static String port(HeaderMap headers, String own) {
        String sent = headers.getFirst(Headers.X_FORWARDED_PORT);
        return sent == null || sent.isEmpty() ? own : sent;
    }
}

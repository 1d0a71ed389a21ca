package dev.fairlead.server.proxy;

import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;

/** What a trusted peer says about where a request came from. */
final class ForwardedHeaders {

    private ForwardedHeaders() {}

    /** Only what a scheme can be. */
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

package dev.fairlead.server.proxy.headers;

import org.jspecify.annotations.Nullable;

/** What a trusted peer says about the origin of a request. */
public final class ForwardedHeaders {

    private ForwardedHeaders() {}

    /**
     * Only what a scheme can be.
     *
     * @param sent the value of X-Forwarded-Proto
     */
    public static String scheme(@Nullable String sent, String own) {
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

    /** The host and the port that it reports, if it does. */
    public static String reported(@Nullable String sent, String own) {
        return sent == null || sent.isEmpty() ? own : sent;
    }
}

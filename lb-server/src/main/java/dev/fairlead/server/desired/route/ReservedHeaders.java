package dev.fairlead.server.desired.route;

import java.util.Locale;
import java.util.Set;

/**
 * Headers that no route may touch: an edit could make one server see another message than the next, or tell a backend
 * something about the client that is not so. Names that CGI, WSGI or PHP read as one of these count as well.
 */
public final class ReservedHeaders {

    private static final String FORWARDED = "x-forwarded-";

    private static final Set<String> NAMES = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-authentication-info",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "host",
            "content-length",
            "expect",
            "x-backend-server",
            "x-request-id",
            "x-mirrored-by",
            "via",
            "proxy",
            "forwarded",
            "x-real-ip");

    private ReservedHeaders() {}

    public static boolean isReserved(String name) {
        String folded = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
        return NAMES.contains(folded) || folded.startsWith(FORWARDED);
    }
}

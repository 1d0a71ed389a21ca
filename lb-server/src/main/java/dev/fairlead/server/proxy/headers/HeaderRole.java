package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.desired.Headers.Underscores;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whose business a header of a request is; one look-up for each header of each request. */
public enum HeaderRole {
    /** Crosses as it is. */
    ORDINARY,
    /** About the client's connection alone. */
    HOP_BY_HOP,
    /** Written by us in any case, or settled by how the body is framed. */
    OURS,
    /** Says where a request came from, which only a trusted peer may tell. */
    CLAIM,
    /** For nobody: a backend could take it for one of the others, or for a setting of its own. */
    NEVER;

    private static final HttpString PREFIX = new HttpString("X-Forwarded-");
    private static final Map<HttpString, HeaderRole> KNOWN = new HashMap<>();
    private static final LookAlike LOOK_ALIKE;

    static {
        HopByHop.NAMES.forEach(name -> KNOWN.put(name, HOP_BY_HOP));
        List.of(
                        Headers.HOST,
                        Headers.CONTENT_LENGTH,
                        Headers.EXPECT,
                        Headers.X_FORWARDED_FOR,
                        Headers.X_FORWARDED_PROTO,
                        Headers.X_FORWARDED_HOST,
                        Headers.X_FORWARDED_PORT,
                        new HttpString("X-Forwarded-By"),
                        new HttpString("X-Backend-Server"),
                        RequestIds.HEADER)
                .forEach(name -> KNOWN.put(name, OURS));
        KNOWN.put(new HttpString("Proxy"), NEVER); // in CGI it is HTTP_PROXY, by which programs find their way out
        KNOWN.put(Headers.FORWARDED, CLAIM);
        KNOWN.put(new HttpString("X-Real-IP"), CLAIM);
        LOOK_ALIKE = new LookAlike(KNOWN.keySet(), PREFIX);
    }

    public static HeaderRole of(HttpString name) {
        HeaderRole known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        if (LOOK_ALIKE.matches(name)) {
            return NEVER;
        }
        return startsWithPrefix(name) ? CLAIM : ORDINARY;
    }

    /**
     * Whether a client's header goes on to a backend.
     *
     * @param trusted whether its claims count
     */
    public static boolean crosses(HttpString name, boolean trusted, Underscores underscores) {
        HeaderRole role = of(name);
        return (role == ORDINARY || (role == CLAIM && trusted))
                && (underscores == Underscores.PASS || !hasUnderscore(name));
    }

    private static boolean hasUnderscore(HttpString name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.byteAt(i) == '_') {
                return true;
            }
        }
        return false;
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
}

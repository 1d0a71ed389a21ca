package dev.fairlead.server.proxy.headers;

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
    CLAIM;

    private static final HttpString PREFIX = new HttpString("X-Forwarded-");
    private static final Map<HttpString, HeaderRole> KNOWN = new HashMap<>();

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
        KNOWN.put(Headers.FORWARDED, CLAIM);
        KNOWN.put(new HttpString("X-Real-IP"), CLAIM);
    }

    public static HeaderRole of(HttpString name) {
        HeaderRole known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        return startsWithPrefix(name) ? CLAIM : ORDINARY;
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

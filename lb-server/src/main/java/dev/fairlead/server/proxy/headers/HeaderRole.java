package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.desired.Headers.Underscores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whose business a header of a request is; one look at each name of each request, be it a string or bytes. */
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

    private static final String PREFIX = "X-Forwarded-";
    private static final NameTable<HeaderRole> KNOWN;
    private static final LookAlike LOOK_ALIKE;

    static {
        Map<String, HeaderRole> known = new HashMap<>();
        HopByHop.NAMES.forEach(name -> known.put(name, HOP_BY_HOP));
        List.of(
                        "Host",
                        "Content-Length",
                        "Expect",
                        "X-Forwarded-For",
                        "X-Forwarded-Proto",
                        "X-Forwarded-Host",
                        "X-Forwarded-Port",
                        "X-Forwarded-By",
                        "X-Backend-Server",
                        "X-Request-Id")
                .forEach(name -> known.put(name, OURS));
        known.put("Proxy", NEVER); // in CGI it is HTTP_PROXY, by which programs find their way out
        known.put("Forwarded", CLAIM);
        known.put("X-Real-IP", CLAIM);
        known.put("X-Mirrored-By", CLAIM); // who reads it may leave undone what the request asks for
        KNOWN = new NameTable<>(known);
        LOOK_ALIKE = new LookAlike(known.keySet(), PREFIX);
    }

    public static HeaderRole of(CharSequence name) {
        int hash = 0;
        boolean plain = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            plain &= LookAlike.isPlain(c);
            hash = NameTable.next(hash, c);
        }
        HeaderRole known = KNOWN.get(name, hash);
        if (known != null) {
            return known;
        }
        if (!plain && LOOK_ALIKE.matches(name)) {
            return NEVER;
        }
        return NameTable.startsWith(name, PREFIX) ? CLAIM : ORDINARY;
    }

    /**
     * Whether a client's header goes on to a backend.
     *
     * @param trusted whether its claims count
     */
    public static boolean crosses(CharSequence name, boolean trusted, Underscores underscores) {
        HeaderRole role = of(name);
        return (role == ORDINARY || (role == CLAIM && trusted))
                && (underscores == Underscores.PASS || !hasUnderscore(name));
    }

    private static boolean hasUnderscore(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '_') {
                return true;
            }
        }
        return false;
    }
}

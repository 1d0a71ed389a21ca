package dev.fairlead.server.proxy.headers;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Headers that by their own nature are about one connection and must not cross us. */
public final class HopByHop {

    static final Set<String> NAMES = Set.of(
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Authentication-Info",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "HTTP2-Settings");

    private static final NameTable<Boolean> TABLE;

    static {
        Map<String, Boolean> all = new HashMap<>();
        NAMES.forEach(name -> all.put(name, true));
        TABLE = new NameTable<>(all);
    }

    private HopByHop() {}

    public static boolean always(CharSequence name) {
        return TABLE.get(name) != null;
    }
}

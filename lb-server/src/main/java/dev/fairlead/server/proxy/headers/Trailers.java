package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.desired.Headers.Underscores;
import java.util.Map;

/** Fields after a body. */
public final class Trailers {

    /** Behind the body it is too late to say these, and a server that merges them into the headers could be fooled. */
    private static final NameTable<Boolean> TOO_LATE = new NameTable<>(Map.of(
            "Cookie", true,
            "Set-Cookie", true,
            "Authorization", true,
            "Content-Type", true,
            "Content-Encoding", true,
            "Content-Range", true));

    private Trailers() {}

    /** From a backend. */
    public static boolean mayCross(CharSequence name) {
        return mayCross(name, Underscores.PASS);
    }

    /** From a client, of whose headers the same is true. */
    public static boolean mayCross(CharSequence name, Underscores underscores) {
        return HeaderRole.crosses(name, false, underscores) && TOO_LATE.get(name) == null;
    }
}

package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.desired.Headers.Underscores;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.Set;

/** Fields behind a body. */
public final class Trailers {

    /** Behind the body it is too late to say these, and a server that merges them into the headers could be fooled. */
    private static final Set<HttpString> TOO_LATE = Set.of(
            Headers.COOKIE,
            Headers.SET_COOKIE,
            Headers.AUTHORIZATION,
            Headers.CONTENT_TYPE,
            Headers.CONTENT_ENCODING,
            Headers.CONTENT_RANGE);

    private Trailers() {}

    /** From a backend. */
    public static boolean mayCross(HttpString name) {
        return mayCross(name, Underscores.PASS);
    }

    /** From a client, of whose headers the same is true. */
    public static boolean mayCross(HttpString name, Underscores underscores) {
        return HeaderRole.crosses(name, false, underscores) && !TOO_LATE.contains(name);
    }
}

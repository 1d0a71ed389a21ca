package dev.fairlead.server.proxy.headers;

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

    public static boolean mayCross(HttpString name) {
        return HeaderRole.of(name) == HeaderRole.ORDINARY && !TOO_LATE.contains(name);
    }
}

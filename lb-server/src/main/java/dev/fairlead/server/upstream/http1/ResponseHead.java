package dev.fairlead.server.upstream.http1;

import org.jspecify.annotations.Nullable;

/** The head of a final response, strictly parsed. Valid only during the call that passes it. */
public interface ResponseHead {

    int status();

    /** Often empty, never null. */
    String reason();

    /** Else HTTP/1.0. */
    boolean http11();

    /** Each field as it came, hop-by-hop ones too. */
    void forEach(HeaderVisitor visitor);

    /** The first field of that name, in any case. */
    @Nullable
    String header(String name);

    /** How the body is really framed, whatever the fields say: HEAD, 204 and 304 have {@link BodyFraming#NONE}. */
    BodyFraming framing();

    /** A 101 that was asked for: the exchange may be upgraded. */
    boolean upgraded();
}

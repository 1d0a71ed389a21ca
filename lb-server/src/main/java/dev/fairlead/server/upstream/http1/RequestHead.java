package dev.fairlead.server.upstream.http1;

/** The request to a backend: the bytes of the head, and the framing of the body. */
public interface RequestHead {

    /** Writes everything from the request line to the blank line; called once, before {@code send} returns. */
    void writeTo(HeadBuffer out);

    /** Must say the same as the written headers; {@link BodyFraming#UNTIL_CLOSE} is not for requests. */
    BodyFraming framing();

    /** An answer to HEAD has no body, whatever its headers say. */
    String method();

    /** Whether a protocol switch is asked for; a 101 that nobody asked for is a malformed response. */
    boolean upgrade();
}

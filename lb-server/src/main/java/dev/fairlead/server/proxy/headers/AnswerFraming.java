package dev.fairlead.server.proxy.headers;

import dev.fairlead.server.upstream.http1.ResponseHead;

/** How the client is told where an answer ends, in place of what the backend said about its own connection. */
public enum AnswerFraming {
    /** By the length that the backend gave, or by there being no body at all. */
    AS_SENT,
    CHUNKED,
    /** To a client of HTTP/1.0 the end of the connection is the end of a body of unknown length. */
    UNTIL_CLOSE,
    /** Never: both sides speak another protocol from here on. */
    UPGRADE;

    private static final int NO_CONTENT = 204;

    public static AnswerFraming of(ResponseHead head, boolean clientIsHttp11) {
        if (head.upgraded()) {
            return UPGRADE;
        }
        return switch (head.framing().kind()) {
            case NONE, LENGTH -> AS_SENT;
            case CHUNKED, UNTIL_CLOSE -> clientIsHttp11 ? CHUNKED : UNTIL_CLOSE;
        };
    }

    /** Whether a Content-Length that the backend sent may stay. */
    public boolean keepsLength() {
        return this == AS_SENT;
    }

    /** Whether Transfer-Encoding may stand in an answer: not to HEAD, which has no body. */
    public static boolean mayBeChunked(String method) {
        return !method.equals("HEAD");
    }

    /** Whether Content-Length may stand in an answer: a 204 must not speak about framing (RFC 9112, 6.1; RFC 9110, 8.6). */
    public static boolean mayHaveLength(int status) {
        return status != NO_CONTENT;
    }
}

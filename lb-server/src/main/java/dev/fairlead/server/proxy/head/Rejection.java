package dev.fairlead.server.proxy.head;

import java.util.Locale;

/** Why a request is refused before it reaches a backend. */
public enum Rejection {
    LINE_INVALID(400),
    HOST_MISSING(400),
    HOST_REPEATED(400),
    HOST_INVALID(400),
    HOST_DISAGREES(400),
    TARGET_INVALID(400),
    HEADER_INVALID(400),
    HEADER_UNDERSCORE(400),
    TRANSFER_ENCODING(400),
    CONTENT_LENGTH(400),
    BODY_INVALID(400),
    METHOD(405),
    BODY_TOO_SLOW(408),
    BODY_TOO_LARGE(413),
    TARGET_TOO_LONG(414),
    EXPECTATION(417),
    HEADERS_TOO_LARGE(431),
    TOO_MANY_HEADERS(431),
    BUFFERS(503),
    VERSION(505);

    private final int status;
    private final String code = name().toLowerCase(Locale.ROOT);

    Rejection(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** When it may go better; 0 if that is not a matter of time. */
    public int retryAfterSeconds() {
        return this == BUFFERS ? 1 : 0;
    }

    /** For metrics and logs. */
    public String code() {
        return code;
    }
}

package dev.fairlead.server.backend;

import java.util.Locale;

/** How an attempt at a backend failed; as a label of counters, in the access log and as a reason to suspect. */
public enum FailureKind {
    /** Refused, unreachable, name not resolved, or its certificate did not hold: no byte of the request was sent. */
    CONNECT(502, true),
    CONNECT_TIMEOUT(504, true),
    /** All connections that the backend may have are taken: our limit, not its fault. */
    AT_CAPACITY(503, false),
    /** The connection ended before there was a response. */
    RESET(502, true),
    FIRST_BYTE_TIMEOUT(504, true),
    PER_TRY_TIMEOUT(504, true),
    /** Neither side moved a byte for too long while a body was under way. */
    IDLE_TIMEOUT(504, false),
    /** What came was not HTTP, or more of it than we accept. */
    MALFORMED(502, false),
    /** The connection ended within the response body, when the client had its head already. */
    TRUNCATED(502, false),
    CLIENT_GONE(499, false),
    /** Its backend was removed, and the time for what was in flight there is over. */
    CUT(502, false),
    /** Given up by us for a reason that is not the backend's, such as a shutdown. */
    CANCELLED(503, false);

    private final int status;
    private final boolean suspicious;
    private final String code = name().toLowerCase(Locale.ROOT);

    FailureKind(int status, boolean suspicious) {
        this.status = status;
        this.suspicious = suspicious;
    }

    /** What the client is told when no further attempt is made and no response has started. */
    public int status() {
        return status;
    }

    /** Whether it speaks against the backend's health, so that it should be probed at once. */
    public boolean suspicious() {
        return suspicious;
    }

    /** In lower case with underscores, for labels and logs. */
    public String code() {
        return code;
    }

    public boolean isTimeout() {
        return status == 504;
    }
}

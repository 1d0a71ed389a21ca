package dev.fairlead.server.backend;

import java.util.Locale;

/**
 * How an attempt at a backend failed; used as a label of counters, in the access log and as evidence about its health.
 */
public enum FailureKind {
    /** Refused or unreachable: no byte of the request was sent. */
    CONNECT(502, HealthEvidence.UNREACHABLE),
    CONNECT_TIMEOUT(504, HealthEvidence.UNREACHABLE),
    /** It accepts connections, but its certificate was not valid, or the handshake failed. */
    TLS(502, HealthEvidence.ILL),
    /** Its name could not be resolved. */
    UNRESOLVED(502, HealthEvidence.NONE),
    /** We lacked a descriptor, a port or a buffer for a connection. */
    NO_RESOURCES(503, HealthEvidence.NONE),
    /** All connections allowed for the backend are in use: our limit, not its fault. */
    AT_CAPACITY(503, HealthEvidence.NONE),
    /** The connection ended before a response. */
    RESET(502, HealthEvidence.ILL),
    FIRST_BYTE_TIMEOUT(504, HealthEvidence.ILL),
    PER_TRY_TIMEOUT(504, HealthEvidence.ILL),
    /** The request's total time over all tries had passed. This backend may be slow, or may have been tried late. */
    REQUEST_TIMEOUT(504, HealthEvidence.ILL),
    /** A body stalled for too long in both directions; often it is the client that stalls. */
    IDLE_TIMEOUT(504, HealthEvidence.NONE),
    /** A tunnel without a byte in either direction for too long. */
    TUNNEL_IDLE(504, HealthEvidence.NONE),
    /** The response was not HTTP, or exceeded a limit. */
    MALFORMED(502, HealthEvidence.ILL),
    /** The connection ended within the response body, after the client had received the head. */
    TRUNCATED(502, HealthEvidence.ILL),
    CLIENT_GONE(499, HealthEvidence.NONE),
    /** The client sent its body or read its answer more slowly than allowed. */
    CLIENT_SLOW(408, HealthEvidence.NONE),
    /** The backend was removed, and its drain timeout has passed. */
    CUT(502, HealthEvidence.NONE),
    /** Abandoned by us for a reason unrelated to the backend, such as a shutdown. */
    CANCELLED(503, HealthEvidence.NONE);

    private final int status;
    private final HealthEvidence evidence;
    private final String code = name().toLowerCase(Locale.ROOT);

    FailureKind(int status, HealthEvidence evidence) {
        this.status = status;
        this.evidence = evidence;
    }

    /** The status for the client if there is no further attempt and no response has started. */
    public int status() {
        return status;
    }

    /** What it says about the backend's health, provided that the whole request had been sent. */
    public HealthEvidence evidence() {
        return evidence;
    }

    /** In lower case with underscores, for labels and logs. */
    public String code() {
        return code;
    }

    /** Whether no one waits for the answer any more. */
    public boolean isGivenUp() {
        return this == CLIENT_GONE || this == CLIENT_SLOW || this == CANCELLED;
    }

    public boolean isTimeout() {
        return status == 504;
    }
}

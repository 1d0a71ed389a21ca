package dev.fairlead.server.backend;

import java.util.Locale;

/** How an attempt at a backend failed; as a label of counters, in the access log and as a witness of its health. */
public enum FailureKind {
    /** Refused or unreachable: no byte of the request was sent. */
    CONNECT(502, HealthEvidence.UNREACHABLE),
    CONNECT_TIMEOUT(504, HealthEvidence.UNREACHABLE),
    /** It accepts connections, but its certificate did not hold, or there was no handshake. */
    TLS(502, HealthEvidence.ILL),
    /** Nobody could say what its address is. */
    UNRESOLVED(502, HealthEvidence.NONE),
    /** We lacked a descriptor, a port or a buffer for a connection. */
    NO_RESOURCES(503, HealthEvidence.NONE),
    /** All connections that the backend may have are taken: our limit, not its fault. */
    AT_CAPACITY(503, HealthEvidence.NONE),
    /** The connection ended before there was a response. */
    RESET(502, HealthEvidence.ILL),
    FIRST_BYTE_TIMEOUT(504, HealthEvidence.ILL),
    PER_TRY_TIMEOUT(504, HealthEvidence.ILL),
    /** The request's own time over all its tries was up. This backend may be slow, or have been asked late. */
    REQUEST_TIMEOUT(504, HealthEvidence.ILL),
    /** Neither side moved a byte for too long while a body was under way; often it is the client that stalls. */
    IDLE_TIMEOUT(504, HealthEvidence.NONE),
    /** A tunnel in which neither side moved a byte for too long. */
    TUNNEL_IDLE(504, HealthEvidence.NONE),
    /** What came was not HTTP, or more of it than we accept. */
    MALFORMED(502, HealthEvidence.ILL),
    /** The connection ended within the response body, when the client had its head already. */
    TRUNCATED(502, HealthEvidence.ILL),
    CLIENT_GONE(499, HealthEvidence.NONE),
    /** The client sent its body, or took its answer, more slowly than is allowed. */
    CLIENT_SLOW(408, HealthEvidence.NONE),
    /** Its backend was removed, and the time for what was in flight there is over. */
    CUT(502, HealthEvidence.NONE),
    /** Given up by us for a reason that is not the backend's, such as a shutdown. */
    CANCELLED(503, HealthEvidence.NONE);

    private final int status;
    private final HealthEvidence evidence;
    private final String code = name().toLowerCase(Locale.ROOT);

    FailureKind(int status, HealthEvidence evidence) {
        this.status = status;
        this.evidence = evidence;
    }

    /** What the client is told when no further attempt is made and no response has started. */
    public int status() {
        return status;
    }

    /** What it says of the backend's health, provided that the whole request had left. */
    public HealthEvidence evidence() {
        return evidence;
    }

    /** In lower case with underscores, for labels and logs. */
    public String code() {
        return code;
    }

    /** Whether nobody waits for the answer any more. */
    public boolean isGivenUp() {
        return this == CLIENT_GONE || this == CLIENT_SLOW || this == CANCELLED;
    }

    public boolean isTimeout() {
        return status == 504;
    }
}

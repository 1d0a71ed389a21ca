package dev.fairlead.server.upstream;

/** Why an attempt at a backend failed. */
public enum UpstreamFailure {
    REFUSED(true),
    UNREACHABLE(true),
    CONNECT_TIMEOUT(true),
    TLS_FAILED(true),
    /** The name has no address that we know of; whoever knows names may be the one that fails. */
    UNRESOLVED(true),
    /** No descriptor, port or buffer was left to us. */
    NO_RESOURCES(true),
    /** The ceiling of connections to this backend is reached. */
    AT_CAPACITY(true),
    /** Closed or reset before a whole response head; on a reused connection most likely a stale one. */
    RESET_BEFORE_RESPONSE(false),
    FIRST_BYTE_TIMEOUT(false),
    PER_TRY_TIMEOUT(false),
    IDLE_TIMEOUT(false),
    /** Neither direction of a tunnel moved a byte for too long. */
    TUNNEL_IDLE(false),
    MALFORMED_RESPONSE(false),
    HEAD_TOO_LARGE(false),
    /** The body ended before its announced end. */
    TRUNCATED_RESPONSE(false),
    RESET_AFTER_HEAD(false),
    /** The request could not be written, and the backend said nothing. */
    WRITE_FAILED(false),
    CANCELLED(false),
    /** {@link BackendConnections#cut} ended it. */
    CUT(false);

    private final boolean beforeRequest;

    UpstreamFailure(boolean beforeRequest) {
        this.beforeRequest = beforeRequest;
    }

    /** No connection came about, so no byte of the request can have reached the backend. */
    public boolean beforeRequest() {
        return beforeRequest;
    }
}

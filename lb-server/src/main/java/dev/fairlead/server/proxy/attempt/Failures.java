package dev.fairlead.server.proxy.attempt;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.upstream.UpstreamFailure;

/** Maps connection failures to the terms used for counting and deciding. */
final class Failures {

    private Failures() {}

    static FailureKind kindOf(UpstreamFailure failure) {
        return switch (failure) {
            case REFUSED, UNREACHABLE -> FailureKind.CONNECT;
            case TLS_FAILED -> FailureKind.TLS;
            case UNRESOLVED -> FailureKind.UNRESOLVED;
            case NO_RESOURCES -> FailureKind.NO_RESOURCES;
            case CONNECT_TIMEOUT -> FailureKind.CONNECT_TIMEOUT;
            case AT_CAPACITY -> FailureKind.AT_CAPACITY;
            case RESET_BEFORE_RESPONSE, WRITE_FAILED -> FailureKind.RESET;
            case FIRST_BYTE_TIMEOUT -> FailureKind.FIRST_BYTE_TIMEOUT;
            case PER_TRY_TIMEOUT -> FailureKind.PER_TRY_TIMEOUT;
            case IDLE_TIMEOUT -> FailureKind.IDLE_TIMEOUT;
            case TUNNEL_IDLE -> FailureKind.TUNNEL_IDLE;
            case MALFORMED_RESPONSE, HEAD_TOO_LARGE -> FailureKind.MALFORMED;
            case TRUNCATED_RESPONSE, RESET_AFTER_HEAD -> FailureKind.TRUNCATED;
            case CANCELLED -> FailureKind.CANCELLED;
            case CUT -> FailureKind.CUT;
        };
    }
}

package dev.fairlead.server.upstream;

import java.io.IOException;

/** The backend broke the protocol. Carries no stack trace: what matters is what it sent, and hostile ones send it often. */
final class MalformedResponse extends IOException {

    private static final long serialVersionUID = 1L;

    private final UpstreamFailure failure;

    MalformedResponse(String what) {
        this(UpstreamFailure.MALFORMED_RESPONSE, what);
    }

    MalformedResponse(UpstreamFailure failure, String what) {
        super(what);
        this.failure = failure;
    }

    UpstreamFailure failure() {
        return failure;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

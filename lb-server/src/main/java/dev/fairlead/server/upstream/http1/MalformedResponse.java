package dev.fairlead.server.upstream.http1;

import java.io.IOException;

/**
 * The backend violated the protocol. Has no stack trace: what matters is what it sent, and hostile backends may do it
 * often.
 */
public final class MalformedResponse extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean headTooLarge;

    public MalformedResponse(String what) {
        this(what, false);
    }

    private MalformedResponse(String what, boolean headTooLarge) {
        super(what);
        this.headTooLarge = headTooLarge;
    }

    static MalformedResponse tooLarge(String what) {
        return new MalformedResponse(what, true);
    }

    /** A head beyond our bounds; it may have been well-formed otherwise. */
    public boolean headTooLarge() {
        return headTooLarge;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

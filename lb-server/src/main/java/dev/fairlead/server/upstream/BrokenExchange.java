package dev.fairlead.server.upstream;

import java.io.IOException;

/**
 * Tells the reader of a response body that there will be no more data. Has no stack trace, because it would not show
 * the cause.
 */
final class BrokenExchange extends IOException {

    private static final long serialVersionUID = 1L;

    BrokenExchange(String why) {
        super(why);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}

package dev.fairlead.server.upstream;

import java.io.IOException;

/** Tells the reader of a response body that no more will come. Carries no stack trace, for it is not where it went wrong. */
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

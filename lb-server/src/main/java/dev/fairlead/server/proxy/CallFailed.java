package dev.fairlead.server.proxy;

import java.io.IOException;

/** Tells {@code ProxyHandler} that an attempt has ended. Has no stack trace, because nothing reads it. */
final class CallFailed extends IOException {

    CallFailed(String detail) {
        super(detail);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

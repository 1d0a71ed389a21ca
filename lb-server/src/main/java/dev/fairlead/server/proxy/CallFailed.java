package dev.fairlead.server.proxy;

import java.io.IOException;

/** Tells {@code ProxyHandler} that an attempt is over. Nobody looks at where it came from, so it has no stack trace. */
final class CallFailed extends IOException {

    CallFailed(String detail) {
        super(detail);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}

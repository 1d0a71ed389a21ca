package dev.fairlead.server.control.auth;

import io.grpc.Context;

/**
 * The caller of the current call.
 *
 * @param name as in revisions and the audit log
 * @param from the address, as {@code host:port}
 */
public record Caller(String name, Role role, String from) {

    /** The name of a caller with the token from the runtime file: the server's user on this machine. */
    public static final String LOCAL = "local";

    static final Context.Key<Caller> KEY = Context.key("caller");

    /** On the thread of the call. */
    public static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("not in a call that was let in");
        }
        return caller;
    }
}

package dev.fairlead.server.control.auth;

import io.grpc.Context;

/**
 * Who makes the call that is being answered.
 *
 * @param name as revisions and the audit log have it
 * @param from the address, as {@code host:port}
 */
public record Caller(String name, Role role, String from) {

    /** The name of whoever shows the token in the runtime file: a user of this machine. */
    public static final String LOCAL = "local";

    static final Context.Key<Caller> KEY = Context.key("caller");

    /** On the thread that a call is made on. */
    public static Caller current() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("not in a call that was let in");
        }
        return caller;
    }
}

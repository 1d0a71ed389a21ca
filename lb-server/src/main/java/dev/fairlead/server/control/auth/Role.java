package dev.fairlead.server.control.auth;

/** What a caller may do. */
public enum Role {
    /** look at everything, and cause nothing */
    READ,
    WRITE;

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}

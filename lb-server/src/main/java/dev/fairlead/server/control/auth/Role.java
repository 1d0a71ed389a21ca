package dev.fairlead.server.control.auth;

/** What a caller may do. */
public enum Role {
    /** see everything and change nothing */
    READ,
    WRITE;

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}

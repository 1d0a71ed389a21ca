package dev.fairlead.server.upstream;

/** Which connections may be used for a request. */
public enum Reuse {
    /** A kept one; it is looked at first if it has rested for a while. */
    KEPT,
    /** A kept one, but only after a look at it: for what cannot be sent again if the backend has closed it meanwhile. */
    LOOKED_AT,
    /** None that has carried a request before. */
    NONE
}

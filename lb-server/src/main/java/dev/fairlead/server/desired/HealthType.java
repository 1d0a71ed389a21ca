package dev.fairlead.server.desired;

/** How a backend is asked whether it lives. */
public enum HealthType {
    HTTP,
    TCP,
    /** never asked, always up */
    NONE
}

package dev.fairlead.server.desired;

/** How a backend is probed. */
public enum HealthType {
    HTTP,
    TCP,
    /** never probed, always up */
    NONE
}

package dev.fairlead.server.desired;

/** What the operator wants of a backend, never mixed with what health observes. */
public enum AdminState {
    READY,
    /** finishes what it has and gets nothing new */
    DRAIN,
    /** out of service: neither traffic nor alarms */
    MAINT
}

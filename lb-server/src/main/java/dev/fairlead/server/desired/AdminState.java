package dev.fairlead.server.desired;

/** The state of a backend set by the operator, always separate from its observed health. */
public enum AdminState {
    READY,
    /** finishes its requests and gets no new ones */
    DRAIN,
    /** out of service: neither traffic nor alarms */
    MAINT
}

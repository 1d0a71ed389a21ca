package dev.fairlead.server.backend;

/** What a failed attempt says about the health of its backend. */
public enum HealthEvidence {
    /** Nothing: caused by a client, by our own lack of resources, or by an operator. */
    NONE,
    /** Connecting failed, so no answer is possible: out at once. */
    UNREACHABLE,
    /**
     * It closed the connection, was late or sent a malformed answer. The request may be the reason, so this alone is
     * not a verdict.
     */
    ILL
}

package dev.fairlead.server.backend;

/** What a failed attempt says about the health of its backend. */
public enum HealthEvidence {
    /** Nothing: a client, our own lack of something or an operator was the cause. */
    NONE,
    /** No connection came about, and no answer can: out at once. */
    UNREACHABLE,
    /** It hung up, was late or spoke nonsense. The request may be the reason, so this alone is no verdict. */
    ILL
}

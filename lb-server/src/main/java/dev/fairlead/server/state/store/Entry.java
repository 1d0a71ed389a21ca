package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;

/** A piece of data that must survive a restart. */
public sealed interface Entry {

    /** Its number is one more than that of the revision before it. */
    record Accepted(Revision revision) implements Entry {}

    /**
     * The file as last applied. Stored separately if applying it changed nothing, because the next reload still
     * compares with it.
     */
    record FileApplied(DesiredState base) implements Entry {}

    /**
     * A repeatable request and its answer. Also recorded if it changed nothing, because a repeat after the next change
     * might.
     *
     * @param requestId the caller's, not empty
     */
    record Answered(String requestId, long revision) implements Entry {}
}

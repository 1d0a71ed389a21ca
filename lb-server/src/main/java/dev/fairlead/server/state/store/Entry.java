package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;

/** One thing that has to be known after a restart. */
public sealed interface Entry {

    /** Its number is one more than that of the revision before it. */
    record Accepted(Revision revision) implements Entry {}

    /**
     * The file in the form in which it was applied last. By itself where applying it changed nothing: the next reload
     * compares with it all the same.
     */
    record FileApplied(DesiredState base) implements Entry {}

    /**
     * A request that may be repeated, and what it was answered with. Also one that changed nothing: repeated after the
     * next change, it would.
     *
     * @param requestId the caller's, not empty
     */
    record Answered(String requestId, long revision) implements Entry {}
}

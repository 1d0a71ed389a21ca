package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.store.format.StoredState;
import java.time.Instant;

/** An {@link Entry} as it was read, whose state this version may not accept. */
sealed interface StoredEntry {

    record Accepted(long number, String author, Instant at, String message, StoredState state) implements StoredEntry {

        Revision revision(DesiredState desired) {
            return new Revision(number, desired, author, at, message);
        }
    }

    record FileApplied(StoredState state) implements StoredEntry {}

    record Answered(Entry.Answered entry) implements StoredEntry {}
}

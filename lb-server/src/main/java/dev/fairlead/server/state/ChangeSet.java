package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Edits that become one revision together, or none of them does.
 *
 * @param message why, in the author's words; the edits' own sentences if empty
 * @param ifRevision refused unless this is the current revision
 */
public record ChangeSet(List<Change> changes, String author, String message, OptionalLong ifRevision) {

    public ChangeSet {
        changes = List.copyOf(changes);
        if (message.isBlank()) {
            message = changes.stream().map(Change::sentence).collect(Collectors.joining("; "));
        }
    }

    public static ChangeSet of(String author, Change... changes) {
        return new ChangeSet(List.of(changes), author, "", OptionalLong.empty());
    }

    /** @throws ChangeRefused if one of the edits cannot be made, or the revision is another one */
    public DesiredState applyTo(Revision current) {
        if (ifRevision.isPresent() && ifRevision.getAsLong() != current.number()) {
            throw new ChangeRefused(
                    ChangeRefused.Kind.STALE,
                    "",
                    "the current revision is " + current.number() + ", not " + ifRevision.getAsLong()
                            + "; look at it and ask again");
        }
        DesiredState state = current.desired();
        for (Change change : changes) {
            try {
                state = change.applyTo(state);
            } catch (InvalidSettings invalid) {
                throw new ChangeRefused(
                        ChangeRefused.Kind.INVALID,
                        invalid.problems().get(0).key(),
                        change.sentence() + ": " + invalid.getMessage(),
                        invalid);
            }
        }
        return state;
    }
}

package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.InvalidSettings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Edits that become one revision: all or none of them. */
public record ChangeSet(List<Change> changes, ChangeTerms terms) {

    public ChangeSet {
        changes = List.copyOf(changes);
    }

    public static ChangeSet of(String author, Change... changes) {
        return new ChangeSet(List.of(changes), ChangeTerms.by(author, ""));
    }

    /** The descriptions of the edits. */
    public String sentence() {
        return changes.stream().map(Change::sentence).collect(Collectors.joining("; "));
    }

    /** The pools that it may change if it is made of this state. */
    public Set<String> pools(DesiredState present) {
        return changes.stream()
                .flatMap(change -> change.pools(present).stream())
                .collect(Collectors.toSet());
    }

    /** @throws ChangeRefused if one of the edits cannot be made */
    public DesiredState applyTo(DesiredState present) {
        DesiredState state = present;
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

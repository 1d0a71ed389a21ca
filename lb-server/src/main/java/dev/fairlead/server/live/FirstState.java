package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.ThreeWay;
import dev.fairlead.server.state.store.Recovered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The initial state of a server: the file, merged with what a previous process left. If the two conflict, the previous
 * state is restored: a file that could not be reloaded must not block traffic after a restart.
 *
 * @param file the file as applied; null if it is not applied
 * @param conflict why it is not applied; empty if it is
 */
public record FirstState(DesiredState wanted, @Nullable DesiredState file, String conflict, Recovered former) {

    public static FirstState of(DesiredState file, Recovered former) {
        List<Revision> revisions = former.revisions();
        if (revisions.isEmpty()) {
            return new FirstState(file, file, "", former);
        }
        DesiredState left = revisions.get(revisions.size() - 1).desired();
        DesiredState base = former.base() == null ? DesiredState.initial() : former.base();
        try {
            return new FirstState(ThreeWay.merge(base, file, left), file, "", former);
        } catch (ChangeRefused refused) {
            return new FirstState(left, null, refused.sentence(), former);
        }
    }

    /** Whether the file is not applied. */
    public boolean withoutFile() {
        return file == null;
    }
}

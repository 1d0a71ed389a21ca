package dev.fairlead.server.live;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.ThreeWay;
import dev.fairlead.server.state.store.Recovered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server starts with: the file, brought together with what a former process left. If the two do not go together, what
 * was in force is in force again: a file that could not be reloaded must not keep the traffic out after a restart.
 *
 * @param file the form in which the file is applied; null if it is not
 * @param conflict why it is not; empty if it is
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

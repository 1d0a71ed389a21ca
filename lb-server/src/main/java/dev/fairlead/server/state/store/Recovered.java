package dev.fairlead.server.state.store;

import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.state.Revision;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state left by a previous process.
 *
 * @param revisions the kept revisions, oldest first and without gaps; empty if nothing was ever stored
 * @param base the file as last applied; null if none ever was
 * @param answered the revision of the answer by request id, oldest first; the latest ones are kept
 */
public record Recovered(List<Revision> revisions, @Nullable DesiredState base, Map<String, Long> answered) {

    public static final Recovered NOTHING = new Recovered(List.of(), null, Map.of());

    public Recovered {
        revisions = List.copyOf(revisions);
        answered = Collections.unmodifiableMap(new LinkedHashMap<>(answered));
    }

    public boolean isEmpty() {
        return revisions.isEmpty();
    }

    /** The number that the next revision has to have. */
    public long nextRevision() {
        return isEmpty() ? 1 : revisions.get(revisions.size() - 1).number() + 1;
    }
}

package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import java.util.List;

/**
 * One declared backend in one table.
 *
 * @param inRotation whether this table sends new requests there: it is ready, or the last resort while none is ready
 */
public record BackendView(RunningBackend running, Backend desired, Eligibility eligibility, boolean inRotation) {

    public BackendView(RunningBackend running, Backend desired, Eligibility eligibility) {
        this(running, desired, eligibility, eligibility.isReady());
    }

    BackendView inRotation(boolean now) {
        return new BackendView(running, desired, eligibility, now);
    }

    /** Whether the two lists look the same to a strategy, in order. */
    public static boolean sameEndpoints(List<BackendView> these, List<BackendView> those) {
        if (these.size() != those.size()) {
            return false;
        }
        for (int i = 0; i < these.size(); i++) {
            if (!these.get(i).sameEndpointAs(those.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameEndpointAs(BackendView other) {
        return running == other.running && desired.equals(other.desired);
    }
}

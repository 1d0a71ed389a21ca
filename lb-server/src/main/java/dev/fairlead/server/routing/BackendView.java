package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;

/**
 * One declared backend in one table.
 *
 * @param inRotation whether this table sends new requests there: ready, or the last resort while none is ready
 */
public record BackendView(RunningBackend running, Backend desired, Eligibility eligibility, boolean inRotation) {

    public BackendView(RunningBackend running, Backend desired, Eligibility eligibility) {
        this(running, desired, eligibility, eligibility.isReady());
    }

    BackendView inRotation(boolean now) {
        return new BackendView(running, desired, eligibility, now);
    }

    /** Whether a strategy would see no difference between the two. */
    public boolean sameEndpointAs(BackendView other) {
        return running == other.running && desired.equals(other.desired);
    }
}

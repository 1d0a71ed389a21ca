package dev.fairlead.server.routing;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.routing.sticky.Standing;
import java.util.List;

/**
 * One declared backend in one table.
 *
 * @param eligibility what the operator wants of it, and if that is nothing else, what is observed
 * @param observed whatever the operator wants
 * @param inRotation whether this table sends new requests there: it is ready, or the last resort while none is ready
 */
public record BackendView(
        RunningBackend running, Backend desired, Eligibility eligibility, Eligibility observed, boolean inRotation) {

    public BackendView(RunningBackend running, Backend desired, Eligibility eligibility) {
        this(running, desired, eligibility, eligibility, eligibility.isReady());
    }

    public static BackendView of(RunningBackend running, Backend desired, Eligibility observed) {
        Eligibility eligibility = Eligibility.of(desired, observed);
        return new BackendView(running, desired, eligibility, observed, eligibility.isReady());
    }

    BackendView inRotation(boolean now) {
        return new BackendView(running, desired, eligibility, observed, now);
    }

    /**
     * What it is to the sessions that are there. Draining keeps them, but not at a backend that is dead.
     *
     * @param nothingServes whether no backend of its table is in rotation
     */
    Standing standing(boolean nothingServes) {
        if (inRotation) {
            return Standing.SERVING;
        }
        return switch (eligibility.kind()) {
            case DRAINING, WEIGHT_ZERO ->
                nothingServes && observed.isLastResort()
                        ? Standing.KEEPING
                        : standing(observed.kind(), Standing.KEEPING);
            default -> standing(eligibility.kind(), Standing.UNKNOWN);
        };
    }

    private static Standing standing(Eligibility.Kind kind, Standing unknown) {
        return switch (kind) {
            case READY, DRAINING, WEIGHT_ZERO -> Standing.KEEPING;
            case UNKNOWN -> unknown;
            case MAINTENANCE -> Standing.MAINTENANCE;
            case DOWN -> Standing.DOWN;
            case SUSPECT -> Standing.SUSPECT;
            case EJECTED -> Standing.EJECTED;
        };
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

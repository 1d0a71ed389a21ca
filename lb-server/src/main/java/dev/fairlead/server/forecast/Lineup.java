package dev.fairlead.server.forecast;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.PoolTable;
import java.util.List;

/**
 * Who would take a pool's requests, and who would choose among them.
 *
 * @param entrants those that would take requests, in their order
 * @param presumed those of them that were not probed yet, and are taken to be up
 */
record Lineup(StrategyChoice strategy, List<BackendView> entrants, List<String> presumed) {

    static Lineup of(PoolTable table) {
        List<BackendView> entrants = table.backends().stream()
                .filter(view -> view.inRotation() || isPresumed(view))
                .toList();
        List<String> presumed = entrants.stream()
                .filter(Lineup::isPresumed)
                .map(view -> view.desired().id())
                .toList();
        return new Lineup(table.policy().strategy(), entrants, presumed);
    }

    /** Who adds a backend wants to know what it will be like when it serves, and not until its first probe is back. */
    private static boolean isPresumed(BackendView view) {
        return view.eligibility().kind() == Eligibility.Kind.UNKNOWN;
    }
}

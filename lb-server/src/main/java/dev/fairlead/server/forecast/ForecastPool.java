package dev.fairlead.server.forecast;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.PoolTable;
import java.util.List;

/**
 * Who would take a pool's requests, and who would choose among them.
 *
 * @param backends those that would take requests, in their order
 * @param presumed those of them that were not probed yet, and are taken to be up
 */
record ForecastPool(StrategyChoice strategy, List<BackendView> backends, List<String> presumed) {

    static ForecastPool of(PoolTable table) {
        List<BackendView> backends = table.backends().stream()
                .filter(view -> view.inRotation() || isPresumed(view))
                .toList();
        List<String> presumed = backends.stream()
                .filter(ForecastPool::isPresumed)
                .map(view -> view.desired().id())
                .toList();
        return new ForecastPool(table.policy().strategy(), backends, presumed);
    }

    /** Who adds a backend wants to know what it will be like when it serves, and not until its first probe is back. */
    private static boolean isPresumed(BackendView view) {
        return view.eligibility().kind() == Eligibility.Kind.UNKNOWN;
    }
}

package dev.fairlead.server.forecast;

import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.PoolTable;
import java.util.List;

/**
 * The backends that would take a pool's requests, and the strategy that would choose among them.
 *
 * @param backends those that would take requests, in their order
 * @param presumed those of them that have not been probed yet and are assumed to be up
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

    /** The forecast for a new backend is about the time when it serves, not the time until its first probe. */
    private static boolean isPresumed(BackendView view) {
        return view.eligibility().kind() == Eligibility.Kind.UNKNOWN;
    }
}

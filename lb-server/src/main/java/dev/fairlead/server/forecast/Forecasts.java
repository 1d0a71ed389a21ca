package dev.fairlead.server.forecast;

import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyTrial;
import dev.fairlead.server.traffic.TrafficSampler;
import dev.fairlead.server.virtual.VirtualEndpoint;
import dev.fairlead.server.virtual.VirtualLoad;
import dev.fairlead.server.virtual.VirtualPool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Predicts how a pool's requests will spread. Callable from any thread; the work is done on the threads of the
 * plug-ins.
 */
@Singleton
public final class Forecasts {

    /** The rate if there is no traffic: high enough that requests overlap. */
    private static final double PRESUMED_PER_SECOND = 100;

    private final StrategyFactory strategies;
    private final TrafficSampler traffic;

    /**
     * The result for one side of the change.
     *
     * @param shares by backend; empty if the strategy failed
     * @param failure why it failed, as a sentence; empty if it did not
     */
    private record Outcome(Map<String, Double> shares, int requests, String failure) {
        static final Outcome NOBODY = new Outcome(Map.of(), 0, "");
    }

    @Inject
    public Forecasts(StrategyFactory strategies, TrafficSampler traffic) {
        this.strategies = strategies;
        this.traffic = traffic;
    }

    /**
     * Never fails: if a strategy fails, the forecast says so.
     *
     * @param before null if the change creates the pool
     * @param after a table of the changed pool, published or not; null if the change removes the pool
     */
    public CompletableFuture<Forecast> of(@Nullable PoolTable before, @Nullable PoolTable after) {
        List<PoolTable> tables =
                Stream.of(before, after).filter(Objects::nonNull).toList();
        String pool = tables.get(tables.size() - 1).pool();
        double measured = traffic.of(pool).requestsPerSecond();
        double perSecond = measured > 0 ? measured : PRESUMED_PER_SECOND;
        ServiceTimes times = new ServiceTimes(traffic, tables);
        ForecastMethod method =
                new ForecastMethod(tables.stream().map(ForecastPool::of).toList(), times, perSecond, measured > 0);
        return side(before, times, perSecond)
                .thenCombine(
                        side(after, times, perSecond),
                        (former, later) -> new Forecast(
                                pool,
                                method.sentence(former.requests(), later.requests(), former.failure(), later.failure()),
                                shares(tables, former, later)));
    }

    private CompletableFuture<Outcome> side(@Nullable PoolTable table, ServiceTimes times, double perSecond) {
        if (table == null) {
            return CompletableFuture.completedFuture(Outcome.NOBODY);
        }
        ForecastPool pool = ForecastPool.of(table);
        if (pool.backends().isEmpty()) {
            return CompletableFuture.completedFuture(Outcome.NOBODY);
        }
        Simulation simulation = simulation(pool.backends(), times, perSecond);
        return strategies
                .trial(pool.strategy(), table.pool(), simulation::now, simulation.choices())
                .thenCompose(trial -> trial.rebuild(simulation.pool())
                        .thenCompose(ready -> toTheEnd(ready, simulation))
                        .whenComplete((done, failure) -> trial.close()))
                .thenApply(Forecasts::counted)
                .exceptionally(failure ->
                        new Outcome(Map.of(), 0, PluginThread.refusal(failure).sentence()));
    }

    private static Simulation simulation(List<BackendView> backends, ServiceTimes times, double perSecond) {
        return new Simulation(
                VirtualPool.of(backends, BackendView::desired, view -> new VirtualLoad(), 1),
                backends.stream().map(view -> times.of(view.running())).toList(),
                perSecond);
    }

    private static CompletableFuture<Simulation> toTheEnd(StrategyTrial trial, Simulation simulation) {
        return trial.ask(simulation::advance)
                .thenCompose(
                        over -> over ? CompletableFuture.completedFuture(simulation) : toTheEnd(trial, simulation));
    }

    private static Outcome counted(Simulation simulation) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (VirtualEndpoint endpoint : simulation.pool().endpoints()) {
            shares.put(endpoint.id(), (double) endpoint.load().chosen() / simulation.made());
        }
        return new Outcome(shares, simulation.made(), "");
    }

    private static List<Forecast.Share> shares(List<PoolTable> tables, Outcome former, Outcome later) {
        Map<String, Forecast.Share> all = new LinkedHashMap<>();
        for (int i = tables.size() - 1; i >= 0; i--) {
            for (BackendView view : tables.get(i).backends()) {
                String id = view.desired().id();
                all.putIfAbsent(id, new Forecast.Share(id, share(former, id), share(later, id)));
            }
        }
        return List.copyOf(all.values());
    }

    private static OptionalDouble share(Outcome side, String id) {
        Double share = side.shares().get(id);
        return share == null ? OptionalDouble.empty() : OptionalDouble.of(share);
    }
}

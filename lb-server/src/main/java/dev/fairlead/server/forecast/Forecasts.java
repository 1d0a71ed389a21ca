package dev.fairlead.server.forecast;

import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.Strategies;
import dev.fairlead.server.strategy.StrategyTrial;
import dev.fairlead.server.traffic.TrafficSampler;
import dev.fairlead.server.virtual.Load;
import dev.fairlead.server.virtual.VirtualEndpoint;
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

/** Foretells how a pool's requests spread. Any thread may ask; the work is done on the threads of the plug-ins. */
@Singleton
public final class Forecasts {

    /** Where there is no traffic: enough that requests overlap. */
    private static final double PRESUMED_PER_SECOND = 100;

    private final Strategies strategies;
    private final TrafficSampler traffic;

    /**
     * How one side of the change went.
     *
     * @param shares by backend; empty if the strategy failed
     * @param failure why it did, as a sentence; empty if it did not
     */
    private record Side(Map<String, Double> shares, int requests, String failure) {
        static final Side NOBODY = new Side(Map.of(), 0, "");
    }

    @Inject
    public Forecasts(Strategies strategies, TrafficSampler traffic) {
        this.strategies = strategies;
        this.traffic = traffic;
    }

    /**
     * Never fails: if a strategy does, the forecast says so.
     *
     * @param before null if the change makes the pool
     * @param after a table of the changed pool, published or not; null if the change removes the pool
     */
    public CompletableFuture<Forecast> of(@Nullable PoolTable before, @Nullable PoolTable after) {
        List<PoolTable> tables =
                Stream.of(before, after).filter(Objects::nonNull).toList();
        String pool = tables.get(tables.size() - 1).pool();
        double measured = traffic.of(pool).requestsPerSecond();
        double perSecond = measured > 0 ? measured : PRESUMED_PER_SECOND;
        ServiceTimes times = new ServiceTimes(traffic, tables);
        Method method = new Method(tables.stream().map(Lineup::of).toList(), times, perSecond, measured > 0);
        return side(before, times, perSecond)
                .thenCombine(
                        side(after, times, perSecond),
                        (former, later) -> new Forecast(
                                pool,
                                method.sentence(former.requests(), later.requests(), former.failure(), later.failure()),
                                shares(tables, former, later)));
    }

    private CompletableFuture<Side> side(@Nullable PoolTable table, ServiceTimes times, double perSecond) {
        if (table == null) {
            return CompletableFuture.completedFuture(Side.NOBODY);
        }
        Lineup lineup = Lineup.of(table);
        if (lineup.entrants().isEmpty()) {
            return CompletableFuture.completedFuture(Side.NOBODY);
        }
        VirtualRun run = run(lineup.entrants(), times, perSecond);
        return strategies
                .trial(lineup.strategy(), table.pool(), run::now, run.choices())
                .thenCompose(trial -> trial.rebuild(run.pool())
                        .thenCompose(ready -> toTheEnd(ready, run))
                        .whenComplete((done, failure) -> trial.close()))
                .thenApply(Forecasts::counted)
                .exceptionally(failure ->
                        new Side(Map.of(), 0, PluginThread.refusal(failure).sentence()));
    }

    private static VirtualRun run(List<BackendView> entrants, ServiceTimes times, double perSecond) {
        return new VirtualRun(
                VirtualPool.of(entrants, BackendView::desired, view -> new Load(), 1),
                entrants.stream().map(view -> times.of(view.running())).toList(),
                perSecond);
    }

    private static CompletableFuture<VirtualRun> toTheEnd(StrategyTrial trial, VirtualRun run) {
        return trial.ask(run::advance)
                .thenCompose(over -> over ? CompletableFuture.completedFuture(run) : toTheEnd(trial, run));
    }

    private static Side counted(VirtualRun run) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (VirtualEndpoint endpoint : run.pool().endpoints()) {
            shares.put(endpoint.id(), (double) endpoint.load().chosen() / run.made());
        }
        return new Side(shares, run.made(), "");
    }

    private static List<Forecast.Share> shares(List<PoolTable> tables, Side former, Side later) {
        Map<String, Forecast.Share> all = new LinkedHashMap<>();
        for (int i = tables.size() - 1; i >= 0; i--) {
            for (BackendView view : tables.get(i).backends()) {
                String id = view.desired().id();
                all.putIfAbsent(id, new Forecast.Share(id, share(former, id), share(later, id)));
            }
        }
        return List.copyOf(all.values());
    }

    private static OptionalDouble share(Side side, String id) {
        Double share = side.shares().get(id);
        return share == null ? OptionalDouble.empty() : OptionalDouble.of(share);
    }
}

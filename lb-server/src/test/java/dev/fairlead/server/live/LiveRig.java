package dev.fairlead.server.live;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.forecast.Forecast;
import dev.fairlead.server.health.HealthModule;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.health.HealthReport;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.routing.sticky.StickySecretSource;
import dev.fairlead.server.routing.sticky.StickySessions;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.RevisionHistory;
import dev.fairlead.server.state.store.MemoryStore;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.state.store.RevisionStore;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.upstream.UpstreamResources;
import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** The control plane with everything real but the network: backends are not probed, the test reports their health. */
final class LiveRig implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofMillis(400);
    static final Duration PATIENCE = Duration.ofMillis(100);
    static final Duration PAUSE = Duration.ofMillis(20);

    final RoutingTables tables = new RoutingTables();
    final ControlThread control;
    final RevisionHistory history = new RevisionHistory(InstantSource.system(), 50);
    final RunningBackends backends;
    final HealthMonitor health;
    final StrategyCatalogue catalogue;
    final Balancer balancer;

    private final XnioWorker worker;
    private final UpstreamResources upstreams;
    private final PluginThread ours = new PluginThread("built-in", DEADLINE);
    private final PluginThread foreign;

    LiveRig(int lanes) throws IOException {
        this(lanes, FrontendListener.NONE);
    }

    LiveRig(int lanes, FrontendListener frontend, StrategyProvider... strangers) throws IOException {
        this(lanes, frontend, new MemoryStore(), strangers);
    }

    LiveRig(int lanes, FrontendListener frontend, RevisionStore store, StrategyProvider... strangers)
            throws IOException {
        this(lanes, frontend, store, DEADLINE, strangers);
    }

    /** @param deadline of what strangers do apart from requests; they have one thread */
    LiveRig(int lanes, FrontendListener frontend, RevisionStore store, Duration deadline, StrategyProvider... strangers)
            throws IOException {
        foreign = new PluginThread("foreign", deadline);
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, lanes, Options.THREAD_DAEMON, true));
        upstreams = new UpstreamResources(worker);
        backends = new RunningBackends(upstreams);
        health = HealthModule.open();
        Map<String, StrategyProvider> providers = new HashMap<>();
        Guice.createInjector(new StrategyModule())
                .getInstance(StrategyCatalogue.class)
                .entries()
                .forEach(entry -> providers.put(entry.name(), entry.provider()));
        catalogue = new StrategyCatalogue(providers, ours);
        catalogue.exchange(
                List.of(),
                Stream.of(strangers)
                        .map(stranger -> new CatalogueEntry(stranger, stranger.name(), "", foreign))
                        .toList());
        StickySecretSource secrets = new StickySecretSource(null, new SplittableRandom(4));
        StickySessions sessions =
                new StickySessions(lanes, secrets.secrets(""), () -> 1_800_000_000L, new SplittableRandom(5));
        StrategyFactory strategies = new StrategyFactory(catalogue, System::nanoTime, new SplittableRandom(3));
        Injector injector = Guice.createInjector(new LiveModule(new Patience(PATIENCE, PAUSE)), binder -> {
            binder.bind(RunningBackends.class).toInstance(backends);
            binder.bind(StrategyFactory.class).toInstance(strategies);
            binder.bind(HealthMonitor.class).toInstance(health);
            binder.bind(RoutingTables.class).toInstance(tables);
            binder.bind(RevisionHistory.class).toInstance(history);
            binder.bind(RevisionStore.class).toInstance(store);
            binder.bind(FrontendListener.class).toInstance(frontend);
            binder.bind(Forecaster.class).toInstance(LiveRig::foretold);
            binder.bind(StickySecretSource.class).toInstance(secrets);
            binder.bind(StickySessions.class).toInstance(sessions);
        });
        control = injector.getInstance(ControlThread.class);
        balancer = injector.getInstance(Balancer.class);
    }

    /** Names what it was asked about; how it is found is the forecast's own matter. */
    private static CompletableFuture<Forecast> foretold(@Nullable PoolTable before, @Nullable PoolTable after) {
        int former = before == null ? 0 : before.size();
        int later = after == null ? 0 : after.size();
        String pool = after == null ? "none" : after.pool();
        return CompletableFuture.completedFuture(new Forecast(pool, former + " -> " + later, List.of()));
    }

    /** A default pool of unprobed backends b1, b2, …. */
    static DesiredState desired(String strategy, int backends) {
        List<Backend> declared =
                IntStream.rangeClosed(1, backends).mapToObj(LiveRig::declared).toList();
        return DesiredState.initial()
                .withPool(Pool.named("default")
                        .withHealthCheck(HealthPolicy.DEFAULT.withType(HealthType.NONE))
                        .withStrategy(StrategyChoice.of(strategy))
                        .withBackends(declared));
    }

    static Backend declared(int number) {
        return Backend.at("127.0.0.1:" + (20000 + number)).withId("b" + number);
    }

    /** Returns when the monitor has said of every backend what it has to say, so that the test has the last word. */
    ChangeResult start(DesiredState first) throws Exception {
        return start(first, Recovered.NOTHING);
    }

    ChangeResult start(DesiredState first, Recovered former) throws Exception {
        ChangeResult result = await(balancer.start(first, former));
        await(health.firstRound());
        settle();
        return result;
    }

    ChangeResult apply(Change... changes) throws Exception {
        return await(balancer.apply(ChangeSet.of("test", changes)));
    }

    ChangeRefused refused(CompletionStage<?> request) throws Exception {
        try {
            await(request);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException wrapped ? wrapped.getCause() : e.getCause();
            if (cause instanceof ChangeRefused refused) {
                return refused;
            }
            throw e;
        }
        throw new AssertionError("was accepted");
    }

    void report(String id, HealthState state, String reason) throws Exception {
        balancer.changed(
                running(id),
                new HealthReport(state, reason, InstantSource.system().instant()));
    }

    void settle() throws Exception {
        await(balancer.settled());
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    RoutingTable table() {
        return tables.current();
    }

    PoolTable pool() {
        PoolTable pool = table().pool("default");
        if (pool == null) {
            throw new AssertionError("no default pool in " + table());
        }
        return pool;
    }

    List<String> inRotation() {
        return pool().inRotation().stream().map(view -> view.running().id()).toList();
    }

    RunningBackend running(String id) {
        return view(id).running();
    }

    BackendView view(String id) {
        return pool().backends().stream()
                .filter(view -> view.running().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    RequestRuns runs(int lanes) {
        return new RequestRuns(
                tables, System::nanoTime, RequestLog.NONE, new Suspicions(health), new RecentRequests(lanes, 16));
    }

    @Override
    public void close() {
        control.close();
        health.close();
        foreign.close();
        ours.close();
        upstreams.close();
        worker.shutdownNow();
    }
}

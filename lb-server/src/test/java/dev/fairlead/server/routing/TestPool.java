package dev.fairlead.server.routing;

import com.google.inject.Guice;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.sticky.StickySecrets;
import dev.fairlead.server.routing.sticky.StickySessions;
import dev.fairlead.server.strategy.PluginThread;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.upstream.UpstreamResources;
import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** One published pool of backends b1, b2, … with a real strategy; time stands still until the test moves it. */
final class TestPool implements AutoCloseable {
    final AtomicLong now = new AtomicLong(-5_000_000_000L);
    final RoutingTables tables = new RoutingTables();
    final RecentRequests recent = new RecentRequests(2, 4);

    private final XnioWorker worker;
    private final UpstreamResources upstreams;
    private final RunningBackends running;
    private final PoolRuntime account = PoolRuntime.opened(2);
    private final Map<String, Eligibility> observed = new HashMap<>();
    private final StickySessions sticky = new StickySessions(
            2, StickySecrets.inMemory(new SplittableRandom(1)), () -> 1_800_000_000L, new SplittableRandom(2));
    private final StrategyFactory strategies;
    private PoolStrategy strategy;
    private Pool pool = Pool.named("default");
    private long generation;

    TestPool(int backends, String strategyName) throws IOException {
        this(backends, strategyName, Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class));
    }

    TestPool(int backends, StrategyProvider provider) throws IOException {
        this(
                backends,
                provider.name(),
                new StrategyCatalogue(
                        Map.of(provider.name(), provider), new PluginThread("test", Duration.ofSeconds(5))));
    }

    private TestPool(int backends, String strategyName, StrategyCatalogue catalogue) throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 2, Options.THREAD_DAEMON, true));
        upstreams = new UpstreamResources(worker);
        running = new RunningBackends(upstreams);
        strategies = new StrategyFactory(catalogue, now::get, new SplittableRandom(7));
        strategy = strategies
                .create(StrategyChoice.of(strategyName), "default", null)
                .join();
        List<Backend> declared = IntStream.rangeClosed(1, backends)
                .mapToObj(i -> Backend.at("127.0.0.1:" + (3000 + i)).withId("b" + i))
                .toList();
        publish(pool.withBackends(declared));
    }

    Pool policy() {
        return pool;
    }

    void publish(Pool next) {
        pool = next;
        List<BackendView> views = pool.backends().stream()
                .map(backend -> BackendView.of(
                        running.of(pool, backend), backend, observed.getOrDefault(backend.id(), Eligibility.READY)))
                .toList();
        PoolTableDraft draft = new PoolTableDraft(pool, views, ++generation);
        PoolTable table = draft.isEmpty()
                ? draft.with(null, strategy.name(), account)
                : draft.with(strategy.rebuild(draft.endpoints()).join(), strategy.name(), account);
        PoolTable whole = table.with(sticky.forPool("default", pool.sticky(), pool.backends(), null));
        tables.publish(new RoutingTable(++generation, 1, Frontend.DEFAULT, Map.of("default", whole)));
    }

    void observe(String id, Eligibility eligibility) {
        observed.put(id, eligibility);
        publish(pool);
    }

    void retry(RetryPolicy retry) {
        publish(pool.withRetry(retry));
    }

    RunningBackend backend(String id) {
        return running.of(pool, pool.backend(id).orElseThrow());
    }

    int inFlight() {
        return pool.backends().stream()
                .mapToInt(backend -> backend(backend.id()).inFlight())
                .sum();
    }

    PoolCounters counters() {
        return account.counters();
    }

    RetryBudget budget() {
        return account.budget();
    }

    RequestRuns runs() {
        return runs(RequestLog.NONE, FailureListener.NONE);
    }

    RequestRuns runs(RequestLog log, FailureListener witness) {
        return new RequestRuns(tables, now::get, log, witness, recent);
    }

    void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        upstreams.close();
        worker.shutdownNow();
    }
}

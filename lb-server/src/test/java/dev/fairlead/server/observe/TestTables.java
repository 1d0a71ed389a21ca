package dev.fairlead.server.observe;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.fairlead.server.backend.ProbeReport;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.PoolRuntime;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.routing.sticky.StickySecrets;
import dev.fairlead.server.routing.sticky.StickySessions;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.upstream.UpstreamResources;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** Real tables with real strategies and backends, published as the test says. */
public final class TestTables implements AutoCloseable {
    private final XnioWorker worker;
    private final UpstreamResources upstreams;
    private final RunningBackends running;
    private final StrategyFactory strategies;
    private final RoutingTables tables = new RoutingTables();
    private final Map<String, PoolRuntime> accounts = new HashMap<>();
    private final StickySessions sticky = new StickySessions(
            1, StickySecrets.inMemory(new SplittableRandom(1)), () -> 1_800_000_000L, new SplittableRandom(2));
    private Frontend frontend = Frontend.DEFAULT;
    private Map<String, PoolTable> pools = new LinkedHashMap<>();
    private long generation;

    public TestTables() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        upstreams = new UpstreamResources(worker);
        running = new RunningBackends(upstreams);
        Injector injector = Guice.createInjector(new StrategyModule());
        strategies = injector.getInstance(StrategyFactory.class);
    }

    public RoutingTables tables() {
        return tables;
    }

    public int lanes() {
        return upstreams.lanes();
    }

    public void frontend(Frontend next) {
        frontend = next;
        publish();
    }

    public RunningBackend running(Pool pool, Backend backend) {
        return running.of(pool, backend);
    }

    /** Ready backends but those whose id has another eligibility here. */
    public void pool(Pool pool, Map<String, Eligibility> others) {
        List<BackendView> views = new ArrayList<>();
        for (Backend backend : pool.backends()) {
            Eligibility observed = others.getOrDefault(backend.id(), Eligibility.READY);
            views.add(BackendView.of(running.of(pool, backend), backend, observed));
        }
        PoolTableDraft draft = new PoolTableDraft(pool, views, generation + 1);
        PoolStrategy strategy =
                strategies.create(pool.strategy(), pool.name(), null).join();
        @Nullable
        GuardedSelector selector =
                draft.isEmpty() ? null : strategy.rebuild(draft.endpoints()).join();
        PoolRuntime account = accounts.computeIfAbsent(pool.name(), name -> PoolRuntime.opened(lanes()));
        pools = new LinkedHashMap<>(pools);
        PoolTable table = draft.with(selector, strategy.name(), account);
        pools.put(pool.name(), table.with(sticky.forPool(pool.name(), pool.sticky(), pool.backends(), null)));
        publish();
    }

    public void remove(String pool) {
        pools = new LinkedHashMap<>(pools);
        pools.remove(pool);
        publish();
    }

    public void probed(Pool pool, String id, Duration took, Instant at) {
        running.of(pool, pool.backend(id).orElseThrow())
                .lastProbe(new ProbeReport(at, took, true, "GET /health answered 200"));
    }

    private void publish() {
        generation++;
        tables.publish(new RoutingTable(generation, 7, frontend, pools));
    }

    @Override
    public void close() {
        upstreams.close();
        worker.shutdownNow();
    }
}

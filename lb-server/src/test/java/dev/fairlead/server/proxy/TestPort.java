package dev.fairlead.server.proxy;

import com.google.inject.Guice;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.proxy.front.DataListener;
import dev.fairlead.server.proxy.front.Refusals;
import dev.fairlead.server.proxy.front.RejectedRequests;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.PoolAccount;
import dev.fairlead.server.routing.PoolDraft;
import dev.fairlead.server.routing.RecentRequest;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.Runs;
import dev.fairlead.server.routing.Tables;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.Strategies;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.upstream.Upstreams;
import dev.fairlead.server.upstream.timer.Timers;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * A real data port on a free port, with real tables, strategies and upstream connections behind it. It has one IO thread,
 * so that which kept connection comes next is certain.
 */
final class TestPort implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final XnioWorker worker;
    final RejectedRequests rejected = new RejectedRequests();
    final RecentRequests recent;

    /** Failures that spoke against a backend. */
    final Queue<String> witnessed = new ConcurrentLinkedQueue<>();

    /** What the access log would have. */
    final Queue<RequestRun> logged = new ConcurrentLinkedQueue<>();

    final DataListener listener;
    private final Upstreams upstreams;
    private final RunningBackends running;
    private final Strategies strategies;
    private final Tables tables = new Tables();
    private final PoolAccount account;
    private Frontend frontend = Frontend.DEFAULT.withListen(new SocketAddressSpec("127.0.0.1", 0));
    private Pool pool = Pool.named("default");
    private long generation;

    TestPort() throws IOException {
        this(OwnPages.NONE);
    }

    TestPort(OwnPages pages) throws IOException {
        this(pages, null);
    }

    /** @param timers for bodies; null for those that pass by themselves */
    TestPort(OwnPages pages, @Nullable Timers timers) throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        upstreams = new Upstreams(worker);
        running = new RunningBackends(upstreams);
        strategies = Guice.createInjector(new StrategyModule()).getInstance(Strategies.class);
        account = PoolAccount.opened(worker.getIoThreadCount());
        recent = new RecentRequests(worker.getIoThreadCount(), 100);
        Runs runs = new Runs(
                tables,
                System::nanoTime,
                logged::add,
                (backend, kind, detail) -> witnessed.add(backend.id() + " " + kind),
                recent);
        publish();
        RequestIds ids = new RequestIds(new Random(1), worker.getIoThreadCount());
        listener = new DataListener(
                worker,
                tables,
                new Refusals(rejected, runs, ids),
                new FrontHandler(runs, rejected, pages, ids, timers == null ? upstreams::timers : thread -> timers));
        listener.open(frontend);
    }

    TestPort limits(Limits limits) {
        return frontend(frontend.withLimits(limits));
    }

    TestPort frontend(Frontend next) {
        frontend = next;
        publish();
        listener.limits(next.limits());
        return this;
    }

    Tables tables() {
        return tables;
    }

    Frontend frontend() {
        return frontend;
    }

    Pool pool() {
        return pool;
    }

    TestPort pool(Pool next) {
        pool = next;
        publish();
        return this;
    }

    /** Ready backends in rotation, in this order. */
    TestPort backends(int... ports) {
        List<Backend> backends = new ArrayList<>();
        for (int port : ports) {
            backends.add(Backend.at("127.0.0.1:" + port));
        }
        return pool(pool.withBackends(backends));
    }

    RunningBackend backend(int port) {
        return running.of(pool, pool.backend("127.0.0.1:" + port).orElseThrow());
    }

    private void publish() {
        generation++;
        List<BackendView> views = new ArrayList<>();
        for (Backend backend : pool.backends()) {
            views.add(new BackendView(running.of(pool, backend), backend, Eligibility.READY));
        }
        PoolDraft draft = new PoolDraft(pool, views, generation);
        PoolStrategy strategy =
                strategies.create(pool.strategy(), pool.name(), null).join();
        @Nullable
        GuardedSelector selector =
                draft.isEmpty() ? null : strategy.rebuild(draft.endpoints()).join();
        tables.publish(new RoutingTable(
                generation, 1, frontend, Map.of(pool.name(), draft.with(selector, strategy.name(), account))));
    }

    int port() {
        return java.util.Objects.requireNonNull(listener.address()).getPort();
    }

    Wire connect() throws IOException {
        return new Wire(new Socket("127.0.0.1", port()));
    }

    long retriesAfter(FailureKind kind) {
        return account.counters().retriesAfter(kind);
    }

    /** The newest request that is over, once there are this many. */
    RecentRequest finished(int count) {
        await(() -> recent.newest(100).size() >= count);
        return recent.newest(1).get(0);
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        listener.stopAccepting();
        listener.cut();
        await(() -> listener.connections() == 0);
        upstreams.close();
        worker.shutdownNow();
    }
}

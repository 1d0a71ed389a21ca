package dev.fairlead.server.routing;

import com.google.inject.Guice;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.backend.RunningBackends;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.route.Mirror;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.limit.AccessRules;
import dev.fairlead.server.limit.RateLimits;
import dev.fairlead.server.routing.match.RouteTable;
import dev.fairlead.server.routing.sticky.PoolSessions;
import dev.fairlead.server.routing.sticky.StickySecrets;
import dev.fairlead.server.routing.sticky.StickySessions;
import dev.fairlead.server.strategy.GuardedSelector;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.upstream.UpstreamResources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/**
 * A pool of backends that take connections, published with a real strategy and real upstream connections. It has one IO
 * thread, so that which kept connection comes next is certain.
 */
public final class RealPool implements AutoCloseable {

    private static final int REMEMBERED = 100;

    public final XnioWorker worker;
    public final UpstreamResources upstreams;
    public final RoutingTables tables = new RoutingTables();
    public final RecentRequests recent;
    public final RequestRuns runs;

    /** Failures that spoke against a backend. */
    public final Queue<String> witnessed = new ConcurrentLinkedQueue<>();

    /** What the access log would have. */
    public final Queue<RequestRun> logged = new ConcurrentLinkedQueue<>();

    private final RunningBackends running;
    private final StickySessions sticky = new StickySessions(
            1, StickySecrets.inMemory(new SplittableRandom(1)), () -> 1_800_000_000L, new SplittableRandom(2));
    private final StrategyFactory strategies;
    private final PoolRuntime account;
    private Frontend frontend = Frontend.DEFAULT.withListen(new SocketAddressSpec("127.0.0.1", 0));
    private Pool policy = Pool.named("default");
    private @Nullable PoolSessions sessions;

    /** Gets copies of what the first pool gets, once it is to. */
    private Pool mirror = Pool.named("mirror");

    private final PoolRuntime mirrorAccount;
    private final RouteCounters routeCounters;
    private Entrance entrance = Entrance.OPEN;
    private long generation;

    public RealPool() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 1, Options.THREAD_DAEMON, true));
        upstreams = new UpstreamResources(worker);
        running = new RunningBackends(upstreams);
        strategies = Guice.createInjector(new StrategyModule()).getInstance(StrategyFactory.class);
        account = PoolRuntime.opened(worker.getIoThreadCount());
        mirrorAccount = PoolRuntime.opened(worker.getIoThreadCount());
        routeCounters = new RouteCounters(worker.getIoThreadCount());
        recent = new RecentRequests(worker.getIoThreadCount(), REMEMBERED);
        runs = new RequestRuns(
                tables,
                System::nanoTime,
                logged::add,
                (backend, kind, detail) -> witnessed.add(backend.id() + " " + kind),
                recent);
        publish();
    }

    public Frontend frontend() {
        return frontend;
    }

    public void frontend(Frontend next) {
        frontend = next;
        publish();
    }

    public Pool policy() {
        return policy;
    }

    public void policy(Pool next) {
        policy = next;
        publish();
    }

    /** Ready backends in rotation, in this order. */
    public void backends(int... ports) {
        policy(policy.withBackends(declared(ports)));
    }

    private static List<Backend> declared(int... ports) {
        List<Backend> backends = new ArrayList<>();
        for (int port : ports) {
            backends.add(Backend.at("127.0.0.1:" + port));
        }
        return backends;
    }

    public RunningBackend backend(int port) {
        return running.of(policy, policy.backend("127.0.0.1:" + port).orElseThrow());
    }

    /** Mirrors so many percent of all requests to a pool of its own. */
    public void mirror(double percent, int... ports) {
        Route route = Route.named("all", Map.of("pool", policy.name(), "mirror", new Mirror(mirror.name(), percent)));
        RouteTable table = RouteTable.of(List.of(route));
        Gate open = new Gate(AccessRules.NONE, RateLimits.NONE);
        LiveRoute live = new LiveRoute(table.routes().get(0), open, routeCounters);
        entrance = new Entrance(open, table, List.of(live), Map.of(), new EntranceCounters(), new SplittableRandom(1));
        mirrorPolicy(mirror.withBackends(declared(ports)));
    }

    public Pool mirrorPolicy() {
        return mirror;
    }

    public void mirrorPolicy(Pool next) {
        mirror = next;
        publish();
    }

    public RunningBackend mirrorBackend(int port) {
        return running.of(mirror, mirror.backend("127.0.0.1:" + port).orElseThrow());
    }

    public PoolCounters mirrorCounters() {
        return mirrorAccount.counters();
    }

    /** What became of the copies. */
    public long mirrored(MirrorResult result) {
        return routeCounters.mirrored(result);
    }

    public PoolCounters counters() {
        return account.counters();
    }

    private void publish() {
        generation++;
        PoolTable table = table(policy, account)
                .with(sticky.forPool(policy.name(), policy.sticky(), policy.backends(), sessions));
        sessions = table.sessions();
        tables.publish(new RoutingTable(
                generation,
                1,
                frontend,
                entrance,
                Map.of(policy.name(), table, mirror.name(), table(mirror, mirrorAccount))));
    }

    private PoolTable table(Pool of, PoolRuntime runtime) {
        List<BackendView> views = new ArrayList<>();
        for (Backend backend : of.backends()) {
            views.add(new BackendView(running.of(of, backend), backend, Eligibility.READY));
        }
        PoolTableDraft draft = new PoolTableDraft(of, views, generation);
        PoolStrategy strategy =
                strategies.create(of.strategy(), of.name(), null).join();
        @Nullable
        GuardedSelector selector =
                draft.isEmpty() ? null : strategy.rebuild(draft.endpoints()).join();
        return draft.with(selector, strategy.name(), runtime);
    }

    @Override
    public void close() {
        upstreams.close();
        worker.shutdownNow();
    }
}

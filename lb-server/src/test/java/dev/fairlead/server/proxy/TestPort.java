package dev.fairlead.server.proxy;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.proxy.front.DataListener;
import dev.fairlead.server.proxy.front.HeadRefusals;
import dev.fairlead.server.proxy.front.RejectedRequests;
import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.proxy.mirror.Mirrors;
import dev.fairlead.server.routing.RealPool;
import dev.fairlead.server.routing.RecentRequest;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.upstream.timer.Timers;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioWorker;

/** A real data port on a free port, with a real pool behind it. */
final class TestPort implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final RejectedRequests rejected = new RejectedRequests();
    final DataListener listener;
    final RealPool pool = new RealPool();
    final XnioWorker worker = pool.worker;
    final RecentRequests recent = pool.recent;

    /** Failures that spoke against a backend. */
    final Queue<String> witnessed = pool.witnessed;

    /** What the access log would have. */
    final Queue<RequestRun> logged = pool.logged;

    TestPort() throws IOException {
        this(OwnPages.NONE);
    }

    TestPort(OwnPages pages) throws IOException {
        this(pages, null);
    }

    /** @param timers for bodies; null for those that pass by themselves */
    TestPort(OwnPages pages, @Nullable Timers timers) throws IOException {
        RequestIds ids = new RequestIds(new Random(1), worker.getIoThreadCount());
        listener = new DataListener(
                worker,
                pool.tables,
                new HeadRefusals(rejected, pool.runs, ids),
                new FrontHandler(
                        pool.runs,
                        rejected,
                        pages,
                        ids,
                        new Mirrors(new Random(2), worker.getIoThreadCount()),
                        timers == null ? pool.upstreams::timers : thread -> timers));
        listener.open(pool.frontend());
    }

    TestPort limits(Limits limits) {
        return frontend(frontend().withLimits(limits));
    }

    TestPort frontend(Frontend next) {
        pool.frontend(next);
        listener.limits(next.limits());
        return this;
    }

    RoutingTables tables() {
        return pool.tables;
    }

    Frontend frontend() {
        return pool.frontend();
    }

    Pool pool() {
        return pool.policy();
    }

    TestPort pool(Pool next) {
        pool.policy(next);
        return this;
    }

    /** Ready backends in rotation, in this order. */
    TestPort backends(int... ports) {
        pool.backends(ports);
        return this;
    }

    RunningBackend backend(int port) {
        return pool.backend(port);
    }

    int port() {
        return java.util.Objects.requireNonNull(listener.address()).getPort();
    }

    Wire connect() throws IOException {
        return new Wire(new Socket("127.0.0.1", port()));
    }

    long retriesAfter(FailureKind kind) {
        return pool.counters().retriesAfter(kind);
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
        pool.close();
    }
}

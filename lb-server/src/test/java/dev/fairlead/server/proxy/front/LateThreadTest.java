package dev.fairlead.server.proxy.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.proxy.Wire;
import dev.fairlead.server.proxy.headers.RequestIds;
import dev.fairlead.server.routing.FailureListener;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.upstream.Bench;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioWorker;

/** Two threads share the bytes for clients. The one that holds them all has no processor for a while. */
final class LateThreadTest {

    private static final int LATE = 0;
    private static final int LARGE = 8000;

    /** Of one that waits with half a head; while it is read there is a buffer besides. */
    private static final long COST = 2 * LARGE + 4000;

    private static final String HALF = "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(LARGE);

    private final XnioWorker worker;
    private final DataListener listener;
    private final List<Wire> clients = new ArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch goesOn = new CountDownLatch(1);

    LateThreadTest() throws IOException {
        worker = Xnio.getInstance()
                .createWorker(OptionMap.create(Options.WORKER_IO_THREADS, 2, Options.THREAD_DAEMON, true));
        RoutingTables tables = new RoutingTables();
        RequestRuns runs = new RequestRuns(
                tables, System::nanoTime, RequestLog.NONE, FailureListener.NONE, new RecentRequests(2, 1));
        listener = new DataListener(
                worker,
                tables,
                new HeadRefusals(new RejectedRequests(), runs, new RequestIds(new Random(1), 2)),
                this::answer);
        listener.open(Frontend.DEFAULT.withListen(new SocketAddressSpec("127.0.0.1", 0)));
    }

    private void answer(HttpServerExchange exchange) {
        (FrontConduit.of(exchange).connection().noRoom() ? refused : served).incrementAndGet();
        exchange.endExchange();
    }

    @AfterEach
    void close() throws IOException {
        goesOn.countDown();
        for (Wire client : clients) {
            client.close();
        }
        listener.stopAccepting();
        listener.cut();
        worker.shutdownNow();
    }

    /** @param share how much of all bytes the late thread's clients hold */
    @ParameterizedTest
    @ValueSource(doubles = {0.9, 1})
    void whoComesToTheOtherThreadMeanwhileIsServed(double share) throws Exception {
        fillTheLateThread();
        listener.limits(Limits.DEFAULT.withBuffers((long) (held() / share)));
        comeToTheOtherThread();
        assertThat(refused).hasValue(0);
    }

    @Test
    void whoComesToTheOtherThreadIsRefusedWhenThatHasLetInMany() throws Exception {
        fillTheLateThread();
        listener.limits(Limits.DEFAULT.withBuffers(held() / 5 * 4));
        comeToTheOtherThread();
        assertThat(served).hasValue(0);
    }

    private void fillTheLateThread() throws IOException {
        for (int i = 0; i < 40; i++) {
            long before = held();
            connectedTo(LATE).say(HALF);
            Bench.until(
                    "half a head is held, and no more", () -> held() > before + COST && held() < before + COST + 2000);
        }
        worker.getIoThread(LATE).execute(this::hasNoProcessor);
    }

    /** Some do, for the system chooses the thread. */
    private void comeToTheOtherThread() throws IOException {
        for (int i = 0; i < 20; i++) {
            connect().get("/");
        }
        Bench.until("one has come", () -> served.get() + refused.get() > 0);
    }

    private void hasNoProcessor() {
        try {
            goesOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long held() {
        return listener.clients().budget().held();
    }

    /** The system chooses the thread, so it takes several. */
    private Wire connectedTo(int lane) throws IOException {
        for (; ; ) {
            Set<FrontConnection> before = new HashSet<>(listener.clients().connections());
            Wire client = connect();
            Bench.until("it is accepted", () -> listener.connections() > before.size());
            Set<FrontConnection> now = new HashSet<>(listener.clients().connections());
            now.removeAll(before);
            if (now.iterator().next().lane() == lane) {
                return client;
            }
            client.close();
            Bench.until("it is gone", () -> listener.connections() == before.size());
        }
    }

    private Wire connect() throws IOException {
        Wire client = new Wire(new Socket(
                "127.0.0.1", Objects.requireNonNull(listener.address()).getPort()));
        clients.add(client);
        return client;
    }
}

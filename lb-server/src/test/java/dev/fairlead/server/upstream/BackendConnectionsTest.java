package dev.fairlead.server.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.upstream.ScriptedBackend.Peer;
import dev.fairlead.server.upstream.address.Destination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.Options;

/** Which connections are kept, for how long, and what happens to those that die. */
class BackendConnectionsTest {

    private ScriptedBackend backend;
    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        backend = new ScriptedBackend();
        bench = new Bench(backend.port());
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
        backend.close();
    }

    private static Connections limits(int maxIdle, Duration idle, int ceiling) {
        return new Connections(maxIdle, idle, ceiling);
    }

    /** So many exchanges at once on that lane; all of their connections become idle. */
    private List<Peer> idle(int lane, int count) throws IOException {
        List<Call> calls = new ArrayList<>();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(bench.send(lane, new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0])));
            peers.add(backend.accept());
        }
        for (int i = 0; i < count; i++) {
            peers.get(i).ok("ok");
            Bench.await(calls.get(i).over);
        }
        return peers;
    }

    @Test
    void theMostRecentlyUsedIsTakenFirst() throws IOException {
        List<Peer> peers = idle(0, 3);
        Call call = bench.get();
        peers.get(2).ok("last");
        assertThat(Bench.await(call.over).body()).isEqualTo("last");
        assertThat(bench.connections.idle()).isEqualTo(3);
    }

    @Test
    void theKernelLooksWhetherTheOtherSideIsStillThere() throws IOException {
        AtomicReference<Object> keepAlive = new AtomicReference<>();
        bench.on(
                0,
                () -> bench.connections.acquire(bench.thread(0), Reuse.KEPT, Bench.CONNECT, new ConnectionCallback() {
                    @Override
                    public void connected(UpstreamConnection connection) {
                        try {
                            keepAlive.set(connection.socket().getOption(Options.KEEP_ALIVE));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        connection.release();
                    }

                    @Override
                    public void failed(UpstreamFailure failure, String detail) {
                        keepAlive.set(detail);
                    }
                }));
        Bench.until("connected", () -> keepAlive.get() != null);
        assertThat(keepAlive).hasValue(true);
    }

    @Test
    void eachThreadHasItsOwn() throws IOException {
        idle(0, 1);
        Call call = bench.send(1, new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]));
        backend.accept().ok("other");
        assertThat(Bench.await(call.over).reused).isFalse();
        assertThat(bench.connections.idle()).isEqualTo(2);
    }

    @Test
    void askingForAFreshOneLeavesTheIdleOnes() throws IOException {
        idle(0, 1);
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
        bench.on(0, () -> bench.connections.acquire(bench.thread(0), Reuse.NONE, Bench.CONNECT, call));
        backend.accept().ok("fresh");
        assertThat(Bench.await(call.over).reused).isFalse();
    }

    @Test
    void oneThatWasClosedAMomentAgoIsFoundOutByALookBeforeItsRequest() throws IOException {
        for (int i = 0; i < 20; i++) {
            Peer peer = idle(0, 1).get(0);
            Call call = new Call(Request.post(2), ExchangeTimeouts.NONE, "hi".getBytes(UTF_8));
            // In one turn of the IO thread, so that no event tells: it comes back, its backend closes, it is wanted
            // again.
            bench.on(0, () -> {
                bench.connections.acquire(bench.thread(0), Reuse.KEPT, Bench.CONNECT, new Returned());
                closed(peer);
                return bench.connections.acquire(bench.thread(0), Reuse.LOOKED_AT, Bench.CONNECT, call);
            });
            Peer fresh = backend.accept();
            fresh.head();
            assertThat(fresh.read(2)).isEqualTo("hi");
            fresh.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
            assertThat(Bench.await(call.over).reused).isFalse();
        }
    }

    private static void closed(Peer peer) {
        try {
            peer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives back what it gets. */
    private static final class Returned implements ConnectionCallback {

        @Override
        public void connected(UpstreamConnection connection) {
            connection.release();
        }

        @Override
        public void failed(UpstreamFailure failure, String detail) {
            throw new AssertionError(failure + ": " + detail);
        }
    }

    @Test
    void afterAFewThatDiedUnderTheirRequestsKeptOnesAreLeftAloneForAWhile() throws IOException {
        int lost = 0;
        for (int i = 0; i < 50; i++) {
            Call call = bench.get();
            Peer peer = backend.accept();
            peer.ok("ok");
            assertThat(Bench.await(call.over).body()).isEqualTo("ok");
            Call next = bench.get();
            if (next.reused) {
                peer.head();
                peer.reset();
                lost++;
            } else {
                backend.accept().answer("HTTP/1.1 200 OK\nConnection: close\nContent-Length: 2", "ok");
            }
            Bench.await(next.over);
        }
        assertThat(lost).as("requests lost to connections that were kept").isBetween(3, 20);
    }

    @Test
    void anIdleConnectionThatIsClosedIsForgottenAtOnce() throws IOException {
        List<Peer> peers = idle(0, 2);
        peers.get(1).close();
        Bench.until("noticed", () -> bench.connections.open() == 1);
        assertThat(bench.connections.idle()).isEqualTo(1);
        peers.get(0).reset();
        Bench.until("noticed", () -> bench.connections.open() == 0);
    }

    @Test
    void anIdleConnectionThatSpeaksIsClosed() throws IOException {
        Peer peer = idle(0, 1).get(0);
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret");
        Bench.until("noticed", () -> bench.connections.open() == 0);
        Call call = bench.get();
        backend.accept().ok("mine");
        assertThat(Bench.await(call.over).body()).isEqualTo("mine");
    }

    @Test
    void idleConnectionsExpire() throws IOException {
        bench.connections.limits(limits(10, Duration.ofMillis(60), 0));
        List<Peer> peers = idle(0, 2);
        long since = System.nanoTime();
        assertThat(peers.get(0).rest()).isEmpty();
        assertThat(peers.get(1).rest()).isEmpty();
        assertThat(System.nanoTime() - since).isGreaterThan(30_000_000);
        Bench.until("counted", () -> bench.connections.open() == 0);
    }

    @Test
    void zeroIdleTimeKeepsNone() throws IOException {
        bench.connections.limits(limits(10, Duration.ZERO, 0));
        idle(0, 1);
        assertThat(bench.connections.open()).isZero();
    }

    @Test
    void idleConnectionsAreLimitedOverAllThreads() throws IOException {
        bench.connections.limits(limits(3, Duration.ofSeconds(10), 0));
        idle(0, 3);
        idle(1, 3);
        assertThat(bench.connections.idle()).isEqualTo(3);
        assertThat(bench.connections.open()).isEqualTo(3);
    }

    @Test
    void theCeilingHoldsOverAllThreads() throws IOException {
        bench.connections.limits(limits(10, Duration.ofSeconds(10), 2));
        Call one = bench.get();
        Call two = bench.send(1, new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]));
        Peer first = backend.accept();
        Peer second = backend.accept();
        Call three = bench.get();
        assertThat(Bench.await(three.over).failure).isEqualTo(UpstreamFailure.AT_CAPACITY);
        assertThat(three.detail).contains("all 2 connections");
        first.ok("a");
        second.ok("b");
        Bench.await(one.over);
        Bench.await(two.over);
        assertThat(bench.connections.open()).isEqualTo(2);
    }

    @Test
    void anIdleConnectionOfAnotherThreadMakesRoomUnderTheCeiling() throws IOException {
        bench.connections.limits(limits(10, Duration.ofSeconds(10), 2));
        List<Peer> peers = idle(0, 2);
        Call call = bench.send(1, new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]));
        assertThat(peers.get(0).rest()).isEmpty();
        backend.accept().ok("room");
        assertThat(Bench.await(call.over).body()).isEqualTo("room");
        assertThat(bench.connections.open()).isEqualTo(2);
    }

    @Test
    void aFreshConnectionReplacesAnIdleOneAtTheCeiling() throws IOException {
        bench.connections.limits(limits(10, Duration.ofSeconds(10), 1));
        idle(0, 1);
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
        bench.on(0, () -> bench.connections.acquire(bench.thread(0), Reuse.NONE, Bench.CONNECT, call));
        backend.accept().ok("fresh");
        assertThat(Bench.await(call.over).reused).isFalse();
    }

    @Test
    void closingLetsBusyConnectionsFinish() throws IOException {
        Peer resting = idle(0, 1).get(0);
        Call busy = bench.send(1, new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]));
        Peer peer = backend.accept();
        peer.head();
        bench.connections.close();
        bench.connections.close();
        assertThat(resting.rest()).isEmpty();
        // the peer sees the end of the connection before it is counted out
        Bench.until("only the busy one is open", () -> bench.connections.open() == 1);
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertThat(Bench.await(busy.over).body()).isEqualTo("ok");
        assertThat(busy.reusable).isFalse();
        assertThat(peer.rest()).isEmpty();
    }

    @Test
    void cuttingEndsWhatIsBusyIdleAndBeingConnected() throws IOException {
        Peer resting = idle(0, 1).get(0);
        Call first = bench.send(1, new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]));
        Peer unanswered = backend.accept();
        Call second = bench.send(1, new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]));
        Peer halfWay = backend.accept();
        halfWay.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsome");
        Bench.await(second.headSeen);

        bench.connections.cut();
        bench.connections.cut();

        assertThat(Bench.await(first.over).failure).isEqualTo(UpstreamFailure.CUT);
        assertThat(first.detail).contains("removed");
        assertThat(Bench.await(second.over).failure).isEqualTo(UpstreamFailure.CUT);
        assertThat(resting.rest()).isEmpty();
        unanswered.head();
        assertThat(unanswered.rest()).isEmpty();
        halfWay.head();
        assertThat(halfWay.rest()).isEmpty();
        Bench.until("counted", () -> bench.connections.open() == 0);
        Call late = bench.get();
        assertThat(Bench.await(late.over).failure).isEqualTo(UpstreamFailure.CUT);
        assertThat(bench.connections.open()).isZero();
    }

    @Test
    void cuttingEndsAConnectionOnItsWay() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Bench other = new Bench(full.getLocalPort())) {
            List<Socket> fillers = fill(full);
            try {
                Call call = other.get();
                other.connections.cut();
                assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.CUT);
                Bench.until("counted", () -> other.connections.open() == 0);
            } finally {
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    @Test
    void allThreadsPass() {
        CompletableFuture<Void> passed = new CompletableFuture<>();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        bench.thread(1).execute(gate::join);
        bench.connections.passed().thenAccept(passed::complete);
        bench.on(0, () -> 0);
        assertThat(passed).isNotDone();
        gate.complete(null);
        Bench.await(passed);
    }

    @Test
    void aStaleConnectionIsSaidToBeOne() throws IOException {
        Peer peer = idle(0, 1).get(0);
        Call call = bench.get();
        peer.head();
        peer.close();
        assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.RESET_BEFORE_RESPONSE);
        assertThat(call.reused).isTrue();
    }

    @Test
    void aTimedOutRestIsNoAnswerToTheNextRequest() throws IOException {
        Peer peer = idle(0, 1).get(0);
        Call call = bench.get();
        peer.answer("HTTP/1.1 408 Request Timeout\nConnection: close\nContent-Length: 0", "");
        assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.RESET_BEFORE_RESPONSE);
        Call first = bench.get();
        backend.accept().answer("HTTP/1.1 408 Request Timeout\nConnection: close\nContent-Length: 0", "");
        assertThat(Bench.await(first.over).status).isEqualTo(408);
    }

    @Test
    void aPortThatNobodyListensOnRefuses() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (Bench other = new Bench(port)) {
            Call call = other.get();
            assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.REFUSED);
            assertThat(call.detail).contains("127.0.0.1:" + port);
        }
    }

    @Test
    void aConnectionThatIsNotAcceptedTimesOut() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Bench other = new Bench(full.getLocalPort())) {
            List<Socket> fillers = fill(full);
            try {
                Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
                other.on(0, () -> other.connections.acquire(other.thread(0), Reuse.KEPT, 100_000_000, call));
                assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.CONNECT_TIMEOUT);
                assertThat(call.detail).contains("100 ms");
                assertThat(other.connections.open()).isZero();
            } finally {
                for (Socket filler : fillers) {
                    filler.close();
                }
            }
        }
    }

    /** Connects until the queue of the listener is full: then the kernel answers no more. */
    private static List<Socket> fill(ServerSocket full) throws IOException {
        List<Socket> fillers = new ArrayList<>();
        while (true) {
            Socket filler = new Socket();
            try {
                filler.connect(full.getLocalSocketAddress(), 200);
                fillers.add(filler);
            } catch (java.net.SocketTimeoutException e) {
                filler.close();
                return fillers;
            }
        }
    }

    @Test
    void aCancelledAcquisitionSaysNothingAndLeavesNothing() throws IOException {
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
        bench.on(0, () -> {
            bench.connections
                    .acquire(bench.thread(0), Reuse.KEPT, Bench.CONNECT, call)
                    .cancel();
            return 0;
        });
        assertThat(bench.connections.open()).isZero();
        bench.on(0, () -> 0);
        bench.on(0, () -> 0);
        assertThat(call.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesAreResolvedAwayFromTheIoThreadAndAllAddressesTried(boolean cached) throws IOException {
        AtomicInteger lookups = new AtomicInteger();
        UpstreamResources named = new UpstreamResources(bench.worker, host -> {
            assertThat(Thread.currentThread().getName()).startsWith("fairlead-resolver-");
            lookups.incrementAndGet();
            return new InetAddress[] {
                InetAddress.getByName("127.0.0.3"),
                InetAddress.getByName("127.0.0.2"),
                InetAddress.getByName("127.0.0.1")
            };
        });
        Destination destination = new Destination("a-name.test", backend.port(), null);
        try (BackendConnections connections = new BackendConnections(named, destination, Connections.DEFAULT)) {
            for (int i = 0; i < (cached ? 2 : 1); i++) {
                Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
                bench.on(0, () -> connections.acquire(bench.thread(0), Reuse.NONE, Bench.CONNECT, call));
                backend.accept().ok("named");
                assertThat(Bench.await(call.over).body()).isEqualTo("named");
            }
            assertThat(lookups).hasValue(1);
        }
        named.close();
    }

    @Test
    void aNameServerThatIsSilentIsNotABackendThatIs() throws Exception {
        java.util.concurrent.CountDownLatch over = new java.util.concurrent.CountDownLatch(1);
        UpstreamResources named = new UpstreamResources(bench.worker, host -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new java.net.UnknownHostException(host);
        });
        Destination destination = new Destination("silent.test", 80, null);
        try (BackendConnections connections = new BackendConnections(named, destination, Connections.DEFAULT)) {
            Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
            bench.on(0, () -> connections.acquire(bench.thread(0), Reuse.KEPT, 50_000_000, call));
            assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.UNRESOLVED);
            assertThat(call.detail).isEqualTo("looking the name up took longer than 50 ms");
        } finally {
            over.countDown();
        }
        named.close();
    }

    @Test
    void aNameThatDoesNotExistIsUnresolved() throws IOException {
        UpstreamResources named = new UpstreamResources(bench.worker, host -> {
            throw new java.net.UnknownHostException(host);
        });
        Destination destination = new Destination("nowhere.test", 80, null);
        try (BackendConnections connections = new BackendConnections(named, destination, Connections.DEFAULT)) {
            Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
            bench.on(0, () -> connections.acquire(bench.thread(0), Reuse.KEPT, Bench.CONNECT, call));
            assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.UNRESOLVED);
            assertThat(call.detail).contains("nowhere.test");
            assertThat(connections.open()).isZero();
        }
        named.close();
    }
}

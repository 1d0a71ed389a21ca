package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceBlockingStub;
import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.ExampleBackends;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawClient;
import dev.fairlead.it.support.RawHead;
import dev.fairlead.server.demo.ExampleBackend;
import io.grpc.ManagedChannel;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backend is taken out under long requests and WebSockets. */
class DrainIT {

    /** A text frame with the words "hi", from a client whose mask is zero, and as it comes back. */
    private static final byte[] HI = {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'};

    private static final byte[] HI_BACK = {(byte) 0x81, 2, 'h', 'i'};

    private static final int PATIENCE = 60_000;

    private final List<RawClient> clients = new ArrayList<>();
    private List<ExampleBackend> backends;
    private LbProcess lb;
    private ManagedChannel channel;
    private BackendServiceBlockingStub service;

    @BeforeEach
    void start() {
        backends = ExampleBackends.start("a", "b");
        lb = LbProcess.over(backends.stream().map(ExampleBackend::address).toList(), "strategy = round_robin");
        lb.awaitHealthy(2);
        channel = lb.channel();
        service = BackendServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void stop() throws IOException {
        channel.shutdownNow();
        for (RawClient client : clients) {
            client.close();
        }
        lb.close();
        backends.forEach(ExampleBackend::close);
    }

    @Test
    void whatRunsFinishesAndNothingNewComes() throws IOException {
        drain(40, 10, Duration.ofMillis(1500));
    }

    @Test
    @Tag("stress")
    void thousandRequestsOfFiveSecondsFinishAndHundredWebSocketsStay() throws IOException {
        drain(1_000, 100, Duration.ofSeconds(5));
    }

    @Test
    void whatStillRunsAtTheDeadlineIsCut() throws IOException {
        cut(40, 10);
    }

    @Test
    @Tag("stress")
    void thousandRequestsAndHundredWebSocketsAreCutAtTheDeadline() throws IOException {
        cut(1_000, 100);
    }

    private String drained() {
        return backends.get(0).address();
    }

    private RawClient client() throws IOException {
        RawClient client = RawClient.connect(lb.data());
        client.patience(PATIENCE);
        clients.add(client);
        return client;
    }

    private List<RawClient> slow(int requests, String method, Duration time) throws IOException {
        List<RawClient> asking = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            RawClient client = client();
            client.send(Http.request(method, "/slow?ms=" + time.toMillis(), ""));
            asking.add(client);
        }
        return asking;
    }

    /** Each has exchanged a frame, so that it is a tunnel. */
    private List<RawClient> webSockets(int count) throws IOException {
        List<RawClient> open = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RawClient client = client();
            client.send(Http.request(
                    "GET",
                    "/ws",
                    "",
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
            RawHead head = client.readHead();
            assertThat(head.status()).isEqualTo(101);
            echo(client);
            open.add(client);
        }
        return open;
    }

    private static void echo(RawClient webSocket) throws IOException {
        webSocket.send(HI);
        assertThat(webSocket.read(HI_BACK.length)).isEqualTo(HI_BACK);
    }

    /** Strict rotation gives each backend half of either kind. */
    private void awaitInFlight(int requests, int tunnels) {
        Await.until(
                requests + " requests and " + tunnels + " tunnels are in flight",
                Duration.ofSeconds(30),
                () -> {
                    var backend = service.getBackend(GetBackendRequest.newBuilder()
                                    .setId(drained())
                                    .build())
                            .getBackend();
                    return backend.getTunnels() == tunnels && backend.getInFlight() == requests + tunnels;
                },
                lb::said);
    }

    private void drain(int requests, int tunnels, Duration time) throws IOException {
        List<RawClient> sockets = webSockets(tunnels);
        List<RawClient> asking = slow(requests, "GET", time);
        awaitInFlight(requests / 2, tunnels / 2);

        Iterator<DrainBackendResponse> telling = service.withDeadlineAfter(PATIENCE, TimeUnit.MILLISECONDS)
                .drainBackend(DrainBackendRequest.newBuilder().setId(drained()).build());
        DrainBackendResponse first = telling.next();
        assertThat(first.getTunnels()).isEqualTo(tunnels / 2);
        assertThat(first.getRequests()).isEqualTo(requests / 2);
        for (int i = 0; i < 20; i++) {
            assertThat(lb.get("/").header("X-Backend-Server"))
                    .isEqualTo(backends.get(1).address());
        }
        for (RawClient client : asking) {
            assertThat(client.readResponse("GET").status()).isEqualTo(200);
        }
        DrainBackendResponse left = telling.next();
        while (left.getRequests() > 0) {
            left = telling.next();
        }
        assertThat(left.getTunnels()).isEqualTo(tunnels / 2);
        assertThat(left.getDrained()).isFalse();
        for (RawClient socket : sockets) {
            echo(socket);
            socket.close();
        }
        while (telling.hasNext()) {
            left = telling.next();
        }
        assertThat(left)
                .isEqualTo(DrainBackendResponse.newBuilder()
                        .setRevision(first.getRevision())
                        .setDrained(true)
                        .build());
    }

    private void cut(int requests, int tunnels) throws IOException {
        Duration patience = Duration.ofSeconds(1);
        List<RawClient> sockets = webSockets(tunnels);
        // What may have been executed is not sent again, so its client hears of the cut.
        List<RawClient> asking = slow(requests, "POST", Duration.ofSeconds(40));
        awaitInFlight(requests / 2, tunnels / 2);

        service.removeBackend(RemoveBackendRequest.newBuilder()
                .setId(drained())
                .setDrainTimeout(Durations.fromMillis(patience.toMillis()))
                .build());
        long removed = System.nanoTime();
        Await.until(
                "half of them are told of the cut",
                Duration.ofSeconds(20),
                () -> lb.metric("lb_requests_total", "code=\"5xx\"") * 2 == requests,
                lb::said);
        Duration took = Duration.ofNanos(System.nanoTime() - removed);
        assertThat(took).isGreaterThan(patience.minusMillis(100));
        int cut = 0;
        for (RawClient client : asking) {
            cut += isBadGateway(client) ? 1 : 0;
        }
        assertThat(cut).isEqualTo(requests / 2);
        assertThat(sockets.stream().filter(DrainIT::isCut).count()).isEqualTo(tunnels / 2);
        assertThat(lb.said()).contains("backend=" + drained() + " event=cut requests=" + requests / 2);
        assertThat(lb.get("/").status()).isEqualTo(200);
    }

    /** What is answered is there already, so the others need not be waited for. */
    private static boolean isBadGateway(RawClient client) throws IOException {
        client.patience(50);
        try {
            return client.readResponse("POST").status() == 502;
        } catch (SocketTimeoutException stillRunning) {
            return false;
        }
    }

    private static boolean isCut(RawClient webSocket) {
        try {
            webSocket.patience(10_000);
            echo(webSocket);
            return false;
        } catch (EOFException | SocketException closed) {
            return true;
        } catch (IOException e) {
            throw new AssertionError(new String(HI, StandardCharsets.ISO_8859_1), e);
        }
    }
}

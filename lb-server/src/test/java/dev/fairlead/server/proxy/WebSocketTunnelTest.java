package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.InFlight;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RecentRequest;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WebSocketTunnelTest {

    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n";

    private TestPort port;
    private RawBackend backend;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        backend = new RawBackend();
        port = new TestPort().backends(backend.port());
        client = port.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.hangUp();
        port.close();
        backend.close();
    }

    private Wire asked() throws IOException {
        client.get("/ws", "Connection: keep-alive, Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: k");
        Wire connection = backend.accept();
        Wire.Head head = connection.head();
        assertThat(head.all("Upgrade")).containsExactly("websocket");
        assertThat(head.all("Connection")).containsExactly("Upgrade");
        assertThat(head.all("Sec-WebSocket-Key")).containsExactly("k");
        return connection;
    }

    private void closed() {
        assertThat(port.finished(1).status()).isEqualTo(101);
        TestPort.await(() -> port.backend(backend.port()).inFlight() == 0);
        TestPort.await(() -> port.backend(backend.port()).connections().open() == 0);
        TestPort.await(() -> port.listener.connections() == 0);
    }

    @Test
    void bytesPassBothWaysAndTheTunnelCountsUntilItCloses() throws IOException {
        try (Wire connection = asked()) {
            connection.say(SWITCH + "early");
            Wire.Head head = client.head();
            assertThat(head.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(head.all("Upgrade")).containsExactly("websocket");
            assertThat(head.all("Connection")).containsExactly("Upgrade");
            assertThat(head.all("Sec-WebSocket-Accept")).containsExactly("x");
            assertThat(client.bytes(5)).isEqualTo("early");
            for (int i = 0; i < 1000; i++) {
                client.say("ping" + i % 10);
                assertThat(connection.bytes(5)).isEqualTo("ping" + i % 10);
                connection.say("pong" + i % 10);
                assertThat(client.bytes(5)).isEqualTo("pong" + i % 10);
            }
            assertThat(port.backend(backend.port()).inFlight()).isOne();
            assertThat(port.backend(backend.port()).left()).isEqualTo(new InFlight(0, 1));
            assertThat(port.recent.newest(1)).isEmpty();
        }
        assertThat(client.ends()).isTrue();
        client.hangUp();
        closed();
    }

    @Test
    void bytesThatTheClientSendsBeforeTheSwitchArrive() throws IOException {
        client.say("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst");
        try (Wire connection = backend.accept()) {
            connection.head();
            client.say("second");
            connection.say(SWITCH);
            client.head();
            client.say("third");
            assertThat(connection.bytes(16)).isEqualTo("firstsecondthird");
        }
    }

    @Test
    void endOfOneDirectionLeavesTheOtherOpen() throws IOException {
        try (Wire connection = asked()) {
            connection.say(SWITCH);
            client.head();
            client.say("last").socket.shutdownOutput();
            assertThat(connection.rest()).isEqualTo("last");
            connection.say("still here");
            assertThat(client.bytes(10)).isEqualTo("still here");
        }
        assertThat(client.ends()).isTrue();
        closed();
    }

    @Test
    void tunnelInWhichNothingMovesIsClosedOnBothSidesAndThatIsTold() throws IOException {
        port.pool(port.pool().withTimeouts(port.pool().timeouts().withTunnelIdle(Duration.ofMillis(200))));
        try (Wire connection = asked()) {
            connection.say(SWITCH);
            client.head();
            assertThat(connection.ends()).isTrue();
            assertThat(client.ends()).isTrue();
        }
        RecentRequest request = port.finished(1);
        assertThat(request.reason()).isEqualTo(EndReason.CUT_SHORT);
        assertThat(request.attempts().get(0).failure()).isEqualTo(FailureKind.TUNNEL_IDLE);
        assertThat(request.attempts().get(0).detail()).contains("200 ms");
        assertThat(port.witnessed).isEmpty();
        closed();
    }

    @Test
    void tunnelInWhichOneDirectionMovesLives() throws IOException {
        Duration idle = Duration.ofSeconds(1);
        long twice = 2 * idle.toNanos() + idle.toNanos() / 10;
        port.pool(port.pool().withTimeouts(port.pool().timeouts().withTunnelIdle(idle)));
        try (Wire connection = asked()) {
            connection.say(SWITCH);
            client.head();
            long start = System.nanoTime();
            while (System.nanoTime() - start < twice) {
                client.say("x");
                assertThat(connection.bytes(1)).isEqualTo("x");
            }
            start = System.nanoTime();
            while (System.nanoTime() - start < twice) {
                connection.say("y");
                assertThat(client.bytes(1)).isEqualTo("y");
            }
        }
        assertThat(client.ends()).isTrue();
        client.hangUp();
        closed();
        assertThat(port.finished(1).attempts().get(0).failure()).isNull();
    }

    @Test
    void clientThatResetsClosesTheTunnel() throws IOException {
        try (Wire connection = asked()) {
            connection.say(SWITCH);
            client.head();
            client.socket.setSoLinger(true, 0);
            client.hangUp();
            assertThat(connection.ends()).isTrue();
        }
        closed();
    }

    @Test
    void cuttingTheBackendClosesBothEnds() throws IOException {
        try (Wire connection = asked()) {
            connection.say(SWITCH);
            client.head();
            TestPort.await(() -> port.backend(backend.port()).tunnels() == 1);
            port.backend(backend.port()).cut();
            assertThat(connection.ends()).isTrue();
            assertThat(client.ends()).isTrue();
        }
        closed();
        RecentRequest request = port.finished(1);
        assertThat(request.reason()).isEqualTo(EndReason.CUT_SHORT);
        assertThat(request.attempts().get(0).failure()).isEqualTo(FailureKind.CUT);
        assertThat(port.backend(backend.port()).left().isEmpty()).isTrue();
    }

    @Test
    void refusalIsAnOrdinaryAnswer() throws IOException {
        try (Wire connection = asked()) {
            connection.say("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
            assertThat(client.answer().body()).isEqualTo("no");
            client.get("/next");
            assertThat(connection.head().line()).isEqualTo("GET /next HTTP/1.1");
        }
    }
}

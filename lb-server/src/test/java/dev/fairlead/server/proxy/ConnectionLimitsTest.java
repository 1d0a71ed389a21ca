package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.SocketAddressSpec;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How many clients there may be. */
final class ConnectionLimitsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    @AutoClose
    private final PortWithBackend bed = new PortWithBackend();

    private final TestPort port = bed.port;

    @Test
    void whoComesAtTheLimitWaitsUntilOneGoes() throws IOException {
        port.limits(Limits.DEFAULT.withConnections(3));
        List<Wire> served = busy(3);
        List<Wire> waiting = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            waiting.add(bed.connect().get("/waiting"));
        }
        served.get(0).close();
        for (Wire next : waiting) {
            Wire connection = bed.accept();
            assertThat(connection.head().line()).startsWith("GET /waiting ");
            assertThat(port.listener.connections()).isLessThanOrEqualTo(3);
            connection.say(OK);
            assertThat(next.answer().body()).isEqualTo("ok");
            next.close();
        }
    }

    @Test
    void limitIsRaisedForThoseWhoWait() throws IOException {
        port.limits(Limits.DEFAULT.withConnections(1));
        busy(1);
        Wire waiting = bed.connect().get("/waiting");
        port.limits(Limits.DEFAULT.withConnections(2));
        serve(waiting);
    }

    @Test
    void clientsWhoSayNothingMakeRoomForThoseWhoDo() throws IOException {
        port.limits(Limits.DEFAULT.withConnections(20));
        for (int i = 0; i < 60; i++) {
            bed.connect().say(i % 2 == 0 ? "" : "GET / HT");
        }
        for (int i = 0; i < 10; i++) {
            serve(bed.connect().get("/"));
        }
        assertThat(port.listener.connections()).isLessThanOrEqualTo(20);
        assertThat(refused("connections")).isGreaterThanOrEqualTo(50);
    }

    @Test
    void thoseWhoCameBeforeAMoveCountToo() throws IOException {
        port.limits(Limits.DEFAULT.withConnections(2));
        List<Wire> former = busy(2);
        port.listener.open(port.frontend().withListen(new SocketAddressSpec("127.0.0.1", freePort())));
        List<Wire> latter = busy(1);
        assertThat(bed.connect()).isNotNull();
        former.get(0).close();
        former.get(1).close();
        latter.get(0).close();
        serve(bed.connect().get("/"));
        assertThat(port.listener.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void oneTooManyOfAPeerIsClosed() throws IOException {
        port.limits(Limits.DEFAULT.withConnectionsPerClient(2));
        List<Wire> two = busy(2);
        assertThat(endsAtOnce(bed.connect())).isTrue();
        assertThat(refused("per_client")).isEqualTo(1);
        two.get(0).close();
        TestPort.await(() -> port.listener.connections() == 1);
        serve(bed.connect().get("/"));
    }

    @Test
    void trustedPeersMayHaveAsManyAsTheyLike() throws IOException {
        port.frontend(port.frontend()
                .withLimits(Limits.DEFAULT.withConnectionsPerClient(1))
                .withTrustedProxies(List.of(CidrBlock.parse("127.0.0.0/8"))));
        assertThat(busy(3)).hasSize(3);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private List<Wire> busy(int count) throws IOException {
        List<Wire> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(bed.connect().get("/busy"));
            bed.accept().head();
        }
        return clients;
    }

    private void serve(Wire client) throws IOException {
        Wire connection = bed.accept();
        connection.head();
        connection.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
    }

    private static boolean endsAtOnce(Wire client) throws IOException {
        try {
            return client.ends();
        } catch (SocketException reset) {
            return true;
        }
    }

    private long refused(String reason) {
        return port.listener.clients().refusedByReason().get(reason);
    }
}

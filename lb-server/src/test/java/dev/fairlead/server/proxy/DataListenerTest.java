package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.SocketAddressSpec;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DataListenerTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private TestPort port;
    private RawBackend backend;

    @BeforeEach
    void open() throws IOException {
        backend = new RawBackend();
        port = new TestPort().backends(backend.port());
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        backend.close();
    }

    @Test
    void movesToAnotherAddressWhileConnectionsStay() throws IOException {
        int before = port.port();
        try (Wire old = port.connect()) {
            TestPort.await(() -> port.listener.connections() == 1);
            int free = freePort();
            port.listener.open(port.frontend().withListen(new SocketAddressSpec("127.0.0.1", free)));
            assertThat(port.port()).isEqualTo(free);
            assertThatThrownBy(() -> new java.net.Socket("127.0.0.1", before).close())
                    .isInstanceOf(ConnectException.class);
            try (Wire fresh = port.connect();
                    Wire connection = serve(fresh)) {
                old.get("/old");
                connection.head();
                connection.say(OK);
                assertThat(old.answer().body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void movesToAnotherInterfaceOnTheSamePort() throws IOException {
        int same = port.port();
        port.listener.open(port.frontend().withListen(new SocketAddressSpec("127.0.0.1", same)));
        port.listener.open(port.frontend().withListen(new SocketAddressSpec("0.0.0.0", same)));
        assertThat(port.port()).isEqualTo(same);
        try (Wire client = port.connect()) {
            serve(client).close();
        }
    }

    @Test
    void staysWhereItIsIfItCannotMove() throws IOException {
        int before = port.port();
        try (ServerSocket taken = new ServerSocket(0)) {
            SocketAddressSpec spec = new SocketAddressSpec("127.0.0.1", taken.getLocalPort());
            assertThatThrownBy(() -> port.listener.open(port.frontend().withListen(spec)))
                    .isInstanceOf(BindException.class);
        }
        assertThat(port.port()).isEqualTo(before);
        try (Wire client = port.connect()) {
            serve(client).close();
        }
    }

    /** One exchange; the connection to the backend stays open. */
    private Wire serve(Wire client) throws IOException {
        client.get("/");
        Wire connection = backend.accept();
        connection.head();
        connection.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
        return connection;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void drainingLetsIdleClientsGoAndBusyOnesFinish() throws IOException {
        try (Wire idle = port.connect();
                Wire busy = port.connect()) {
            serve(idle).close();
            busy.get("/slow");
            Wire connection = backend.accept();
            connection.head();
            CompletionStage<Void> drained = port.listener.drain();
            assertThat(idle.ends()).isTrue();
            assertThat(drained.toCompletableFuture()).isNotDone();
            connection.say(OK);
            Wire.Answer answer = busy.answer();
            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.head().all("Connection")).containsExactly("close");
            assertThat(busy.ends()).isTrue();
            busy.hangUp();
            TestPort.await(drained.toCompletableFuture()::isDone);
        }
    }

    @Test
    void streamThatWasOnItsWayEndsBeforeItsConnectionIsLetGo() throws IOException {
        try (Wire busy = port.connect()) {
            busy.get("/stream");
            try (Wire connection = backend.accept()) {
                connection.head();
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no");
                busy.head();
                CompletionStage<Void> drained = port.listener.drain();
                connection.say("k");
                assertThat(busy.bytes(2)).isEqualTo("ok");
                assertThat(busy.ends()).isTrue();
                busy.hangUp();
                TestPort.await(drained.toCompletableFuture()::isDone);
            }
        }
    }

    @Test
    void hardStopClosesWhatIsLeft() throws IOException {
        try (Wire busy = port.connect()) {
            busy.get("/slow");
            try (Wire connection = backend.accept()) {
                connection.head();
                port.listener.cut();
                assertThat(connection.ends()).isTrue();
                assertThat(busy.ends()).isTrue();
            }
        }
        assertThat(port.finished(1).reason()).isEqualTo(dev.fairlead.server.routing.EndReason.SHUTDOWN);
    }
}

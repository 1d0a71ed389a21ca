package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.routing.EndReason;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that do not wait for their answer. */
final class ClientGoneTest {

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

    private void clientWasGone() {
        assertThat(port.finished(1).status()).isEqualTo(499);
        assertThat(port.finished(1).reason()).isEqualTo(EndReason.CLIENT_GONE);
        TestPort.await(() -> port.listener.connections() == 0);
        assertThat(port.backend(backend.port()).inFlight()).isZero();
        TestPort.await(() -> port.backend(backend.port()).connections().open() == 0);
    }

    @Test
    void clientThatClosesCancelsItsRequest() throws IOException {
        try (Wire client = port.connect()) {
            client.get("/slow");
            try (Wire connection = backend.accept()) {
                connection.head();
                client.hangUp();
                assertThat(connection.ends()).isTrue();
            }
        }
        clientWasGone();
    }

    @Test
    void clientThatResetsCancelsItsRequest() throws IOException {
        try (Wire client = port.connect()) {
            client.get("/slow");
            try (Wire connection = backend.accept()) {
                connection.head();
                client.socket.setSoLinger(true, 0);
                client.hangUp();
                assertThat(connection.ends()).isTrue();
            }
        }
        clientWasGone();
    }

    @Test
    void clientThatLeavesAStreamCancelsIt() throws IOException {
        try (Wire client = port.connect()) {
            client.get("/events");
            try (Wire connection = backend.accept()) {
                connection.head();
                connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
                client.head();
                assertThat(client.chunk()).isEqualTo("a");
                client.hangUp();
                assertThat(connection.ends()).isTrue();
            }
        }
        clientWasGone();
    }

    @Test
    void clientThatTakesNothingIsGoneAfterTheIdleTime() throws IOException {
        port.pool(port.pool().withTimeouts(Timeouts.DEFAULT.withIdle(Duration.ofMillis(300))));
        try (Wire client = port.connect()) {
            client.get("/big");
            try (Wire connection = backend.accept()) {
                connection.head();
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n");
                assertThat(catchThrowable(() -> {
                            for (int i = 0; i < 200; i++) {
                                connection.say("x".repeat(100_000));
                            }
                        }))
                        .isInstanceOf(SocketException.class);
            }
        }
        TestPort.await(() -> port.listener.connections() == 0);
        assertThat(port.backend(backend.port()).inFlight()).isZero();
    }

    @Test
    void clientThatLeavesItsUploadCancelsIt() throws IOException {
        try (Wire client = port.connect()) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            try (Wire connection = backend.accept()) {
                connection.head();
                connection.bytes(3);
                client.hangUp();
                assertThat(connection.ends()).isTrue();
            }
        }
        clientWasGone();
    }

    @Test
    void pipelinedRequestDoesNotHideThatTheClientLeft() throws IOException {
        try (Wire client = port.connect()) {
            client.get("/slow");
            try (Wire connection = backend.accept()) {
                connection.head();
                client.get("/next");
                client.hangUp();
                assertThat(connection.ends()).isTrue();
            }
        }
        clientWasGone();
    }
}

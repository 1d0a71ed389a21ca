package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many bytes clients may hold. */
final class BufferBudgetTest {

    private static final int MANY = 300;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<Wire> wires = new ArrayList<>();
    private TestPort port;
    private RawBackend backend;

    @BeforeEach
    void open() throws IOException {
        backend = new RawBackend();
        port = new TestPort().backends(backend.port());
    }

    @AfterEach
    void close() throws IOException {
        for (Wire wire : wires) {
            wire.close();
        }
        port.close();
        backend.close();
    }

    @Test
    void halfHeadsAreLetGoSoThatOthersAreServed() throws IOException {
        long budget = 1 << 20;
        port.limits(Limits.DEFAULT.withBuffers(budget));
        String half = "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(8000);
        Wire kept = connect();
        Wire connection = served(kept);
        for (int i = 0; i < MANY; i++) {
            connect().say(half);
            if (i % 30 == 0) {
                kept.get("/");
                connection.head();
                connection.say(OK);
                assertThat(kept.answer().status()).isEqualTo(200);
            }
        }
        TestPort.await(() -> port.listener.connections() < MANY / 3);
        TestPort.await(() -> held() <= budget);
        assertThat(port.listener.clients().refusedByReason().get("buffers")).isGreaterThan(MANY / 2);
        assertThat(refused()).isZero();
    }

    @Test
    void newRequestsAreRefusedWhileOthersHoldAllThereIs() throws IOException {
        port.limits(Limits.DEFAULT.withBuffers(100_000));
        List<Wire> answering = new ArrayList<>();
        Wire last = connect();
        for (last.get("/");
                !inFlightOrRefused(answering.size() + 1);
                last = connect().get("/")) {
            Wire connection = keep(backend.accept());
            connection.head();
            answering.add(connection);
        }
        Wire.Answer refused = last.answer();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.head().field("Retry-After")).isEqualTo("1");
        assertThat(refused()).isEqualTo(1);
        assertThat(answering).hasSizeBetween(5, 20);
        for (Wire connection : answering) {
            connection.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
        TestPort.await(() -> port.backend(backend.port()).inFlight() == 0);
        Wire again = connect().get("/");
        Wire connection = keep(backend.accept());
        connection.head();
        connection.say(OK);
        assertThat(again.answer().status()).isEqualTo(200);
    }

    /** True once one was refused, false once so many wait for the backend. */
    private boolean inFlightOrRefused(int inFlight) {
        TestPort.await(() -> refused() == 1 || port.backend(backend.port()).inFlight() == inFlight);
        return refused() == 1;
    }

    @Test
    void whoAsksForMoreBeforeItsAnswerIsTheFirstToGo() throws IOException {
        port.limits(Limits.DEFAULT.withBuffers(200_000));
        Wire patient = connect().get("/patient");
        Wire connection = keep(backend.accept());
        connection.head();
        List<Wire> hasty = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            hasty.add(connect().say("GET /hasty HTTP/1.1\r\nHost: a\r\n\r\nG"));
            keep(backend.accept()).head();
        }
        for (int i = 0; i < 30; i++) {
            assertThat(hasty.get(i).answer().status()).isEqualTo(503);
        }
        connection.say(OK);
        assertThat(patient.answer().status()).isEqualTo(200);
    }

    private Wire served(Wire client) throws IOException {
        client.get("/");
        Wire connection = keep(backend.accept());
        connection.head();
        connection.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
        return connection;
    }

    private long held() {
        return port.listener.clients().budget().held();
    }

    private long refused() {
        return port.rejected.byReason().get("buffers");
    }

    private Wire connect() throws IOException {
        return keep(port.connect());
    }

    private Wire keep(Wire wire) {
        wires.add(wire);
        return wire;
    }
}

package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How many bytes clients may hold. */
final class BufferBudgetTest {

    private static final int MANY = 300;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @AutoClose
    private final PortWithBackend bed = new PortWithBackend();

    private final TestPort port = bed.port;
    private final RawBackend backend = bed.backend;

    @AfterEach
    void whoeverGoesGivesAllOfItBack() throws IOException {
        bed.hangUp();
        TestPort.await(() -> held() == 0);
    }

    @Test
    void halfHeadsAreLetGoSoThatOthersAreServed() throws IOException {
        long budget = 1 << 20;
        port.limits(Limits.DEFAULT.withBuffers(budget));
        String half = "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(8000);
        Wire kept = bed.connect();
        Wire connection = served(kept);
        for (int i = 0; i < MANY; i++) {
            bed.connect().say(half);
            if (i % 30 == 0) {
                kept.get("/");
                connection.head();
                connection.say(OK);
                assertThat(kept.answer().status()).isEqualTo(200);
            }
        }
        TestPort.await(() -> port.listener.clients().refusedByReason().get("buffers") > MANY / 2);
        TestPort.await(() -> port.listener.connections() < MANY / 3);
        TestPort.await(() -> held() <= budget);
        assertThat(refused()).isZero();
    }

    @Test
    void newRequestsAreRefusedWhileOthersHoldAllThereIs() throws IOException {
        port.limits(Limits.DEFAULT.withBuffers(100_000));
        List<Wire> answering = new ArrayList<>();
        Wire last = bed.connect();
        for (last.get("/");
                !inFlightOrRefused(answering.size() + 1);
                last = bed.connect().get("/")) {
            Wire connection = bed.accept();
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
        Wire again = bed.connect().get("/");
        Wire connection = bed.accept();
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
        Wire patient = bed.connect().get("/patient");
        Wire connection = bed.accept();
        connection.head();
        List<Wire> hasty = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            hasty.add(bed.connect().say("GET /hasty HTTP/1.1\r\nHost: a\r\n\r\nG"));
            bed.accept().head();
        }
        for (int i = 0; i < 30; i++) {
            assertThat(hasty.get(i).answer().status()).isEqualTo(503);
        }
        connection.say(OK);
        assertThat(patient.answer().status()).isEqualTo(200);
    }

    /** From one address they have all there is, but for the last part. */
    @Test
    void clientWithManyRequestsInFlightKeepsNobodyElseOut() throws IOException {
        port.limits(Limits.DEFAULT.withBuffers(400_000));
        Wire last = connectFrom("127.0.0.2").get("/slow");
        for (int inFlight = 1; !inFlightOrRefused(inFlight); inFlight++) {
            bed.accept().head();
            last = connectFrom("127.0.0.2").get("/slow");
        }
        assertThat(last.answer().status()).isEqualTo(503);
        for (int i = 0; i < 10; i++) {
            try (Wire other = port.connect().get("/")) {
                Wire connection = bed.accept();
                connection.head();
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                assertThat(other.answer().status()).isEqualTo(200);
            }
            assertThat(connectFrom("127.0.0.2").get("/slow").answer().status()).isEqualTo(503);
        }
        assertThat(refused()).isEqualTo(11);
    }

    @Test
    void whoTakesNothingOfItsAnswerIsLetGoWhenAllIsUsedUp() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            threads.execute(() -> serveAll(threads));
            for (int i = 1; i <= 15; i++) {
                long stuck = i * 20_000L;
                bed.connect().get("/large").head();
                TestPort.await(() -> held() > stuck);
            }
            port.limits(Limits.DEFAULT.withBuffers(200_000));
            TestPort.await(() -> status("/small") == 200);
            assertThat(port.listener.clients().refusedByReason().get("buffers")).isPositive();
            TestPort.await(() -> port.logged.stream().anyMatch(run -> run.status() == 499));
        } finally {
            backend.close();
            threads.shutdownNow();
        }
    }

    @Test
    void whoGoesInTheMiddleOfAnAnswerThatIsStuckLeavesNoBufferBehind() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            threads.execute(() -> serveAll(threads));
            for (int i = 1; i <= 10; i++) {
                long stuck = i * 20_000L;
                bed.connect().get("/large").head();
                TestPort.await(() -> held() > stuck);
            }
            bed.hangUp();
            TestPort.await(() -> held() == 0);
        } finally {
            backend.close();
            threads.shutdownNow();
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // it ends when its connection is closed
    void whoGoesInTheMiddleOfAnUploadThatIsStuckLeavesNoBufferBehind() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (int i = 1; i <= 10; i++) {
                long stuck = i * 20_000L;
                Wire client = bed.connect().say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 33554432\r\n\r\n");
                threads.submit(() -> client.say("a".repeat(16 << 20)));
                bed.accept().head();
                TestPort.await(() -> held() > stuck);
            }
            bed.hangUp();
            TestPort.await(() -> held() == 0);
        } finally {
            threads.shutdownNow();
        }
    }

    private void serveAll(ExecutorService threads) {
        while (!threads.isShutdown()) {
            try {
                Wire connection = backend.accept();
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return; // the test is over
            }
        }
    }

    /** More than the sockets between would take by themselves, or little. */
    private static void serve(Wire connection) {
        try (connection) {
            String body = connection.head().line().contains("/large") ? "a".repeat(16 << 20) : "ok";
            connection.say(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        } catch (IOException e) {
            // the client was let go
        }
    }

    private int status(String path) {
        try (Wire client = port.connect().get(path)) {
            return client.answer().status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Wire served(Wire client) throws IOException {
        client.get("/");
        Wire connection = bed.accept();
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

    private Wire connectFrom(String address) throws IOException {
        return bed.keep(
                new Wire(new Socket(InetAddress.getLoopbackAddress(), port.port(), InetAddress.getByName(address), 0)));
    }
}

package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.proxy.guard.OwnPages;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RecentRequest;
import dev.fairlead.server.upstream.timer.Timer;
import dev.fairlead.server.upstream.timer.Timers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that crawl, in a time that passes when the test says so. */
final class SlowClientTest {

    private final Seconds time = new Seconds();
    private TestPort port;
    private RawBackend backend;

    @BeforeEach
    void open() throws IOException {
        backend = new RawBackend();
        port = new TestPort(OwnPages.NONE, time);
        port.backends(backend.port());
    }

    @AfterEach
    void close() throws IOException {
        port.close();
        backend.close();
    }

    @Test
    void slowUploadGets408AndSpeaksAgainstNobody() throws IOException {
        try (Wire client = port.connect()) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nabc");
            try (Wire connection = backend.accept()) {
                connection.head();
                assertThat(connection.bytes(3)).isEqualTo("abc");
                time.pass(9);
                client.say("d");
                assertThat(connection.bytes(1)).isEqualTo("d"); // still served
                time.pass(2);
                assertThat(client.answer().status()).isEqualTo(408);
                assertThat(client.ends()).isTrue();
            }
        }
        RecentRequest told = port.finished(1);
        assertThat(told.status()).isEqualTo(408);
        assertThat(told.reason()).isEqualTo(EndReason.REFUSED);
        assertThat(told.attempts()).hasSize(1);
        assertThat(told.attempts().get(0).failure()).hasToString("CLIENT_SLOW");
        assertThat(port.rejected.byReason()).containsEntry("body_too_slow", 1L);
        assertThat(port.witnessed).isEmpty();
    }

    @Test
    void uploadThatIsFastEnoughGoesOn() throws IOException {
        try (Wire client = port.connect()) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n");
            try (Wire connection = backend.accept()) {
                connection.head();
                for (int i = 0; i < 20; i++) {
                    client.say("x".repeat(1000));
                    connection.bytes(1000);
                    time.pass(1);
                }
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.answer().body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void uploadIsNotJudgedOnceItsAnswerHasBegun() throws IOException {
        try (Wire client = port.connect()) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
            try (Wire connection = backend.accept()) {
                connection.head();
                connection.chunk();
                connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n");
                Wire.Head head = client.head();
                assertThat(head.status()).isEqualTo(200);
                assertThat(client.chunk()).isEqualTo("hi");
                time.pass(1000);
                client.say("1\r\nb\r\n");
                assertThat(connection.chunk()).isEqualTo("b");
            }
        }
    }

    @Test
    void eventStreamAndLongPollLive() throws IOException {
        try (Wire client = port.connect()) {
            client.get("/events");
            try (Wire connection = backend.accept()) {
                connection.head();
                time.pass(1000);
                connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                client.head();
                time.pass(1000);
                connection.say("2\r\nhi\r\n");
                assertThat(client.chunk()).isEqualTo("hi");
            }
        }
    }

    @Test
    void backendThatDoesNotReadIsNotTheClientsFault() throws IOException {
        int size = 64 * 1024 * 1024;
        try (SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port.port()));
                Wire client = new Wire(channel.socket())) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
            try (Wire connection = backend.accept()) {
                connection.head();
                int rest = size - fill(channel);
                time.pass(1_000_000);
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> say(client, "x".repeat(rest)));
                assertThat(connection.bytes(size)).hasSize(size);
                sent.join();
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.answer().body()).isEqualTo("ok");
            }
        }
    }

    /** Writes until nothing has gone for many rounds of the IO thread: every buffer on the way is full. */
    private int fill(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
        int total = 0;
        for (int roundsWithout = 0; roundsWithout < 50; ) {
            int count = channel.write(piece.clear());
            total += count;
            roundsWithout = count > 0 ? 0 : roundsWithout + 1;
            time.round();
        }
        channel.configureBlocking(true);
        return total;
    }

    private static void say(Wire wire, String text) {
        try {
            wire.say(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void clientThatDoesNotReadIsCut() throws IOException {
        int size = 32 * 1024 * 1024;
        try (Wire client = port.connect()) {
            client.get("/");
            try (Wire connection = backend.accept()) {
                connection.head();
                CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                    try {
                        connection.say("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size));
                    } catch (IOException cut) {
                        assertThat(cut).isNotNull();
                    }
                });
                // What the sockets hold is worth so many seconds at the least rate.
                TestPort.await(() -> {
                    time.pass(1000);
                    return !port.recent.newest(1).isEmpty();
                });
                sent.join();
            }
        }
        RecentRequest told = port.finished(1);
        assertThat(told.status()).isEqualTo(499);
        assertThat(told.attempts().get(0).failure()).hasToString("CLIENT_SLOW");
        assertThat(port.witnessed).isEmpty();
    }

    @Test
    void zeroIsNoLimit() throws IOException {
        port.limits(port.frontend().limits().withMinBodyRate(0));
        try (Wire client = port.connect()) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nabc");
            try (Wire connection = backend.accept()) {
                connection.head();
                connection.bytes(3);
                time.pass(10_000);
                client.say("d");
                assertThat(connection.bytes(1)).isEqualTo("d");
            }
        }
    }

    /** Timers of the one IO thread, on which they run. */
    private final class Seconds implements Timers {

        private final List<Runnable> armed = new ArrayList<>();

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            assertThat(delayNanos).isEqualTo(BodyRate.LOOK_NANOS);
            armed.add(task);
            return () -> armed.remove(task);
        }

        /** Waits until the IO thread has looked at its sockets, which it does not between tasks. */
        void round() {
            CompletableFuture<Void> passed = new CompletableFuture<>();
            port.worker.getIoThread().executeAfter(() -> passed.complete(null), 1, TimeUnit.MILLISECONDS);
            passed.join();
        }

        void pass(int seconds) {
            CompletableFuture<Void> passed = new CompletableFuture<>();
            port.worker.getIoThread().execute(() -> {
                for (int i = 0; i < seconds; i++) {
                    List<Runnable> due = List.copyOf(armed);
                    armed.clear();
                    due.forEach(Runnable::run);
                }
                passed.complete(null);
            });
            passed.join();
        }
    }
}

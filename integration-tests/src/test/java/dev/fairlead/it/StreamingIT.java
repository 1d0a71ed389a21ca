package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.it.support.RawClient;
import dev.fairlead.it.support.RawHead;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What takes long or is large goes through as it comes, and ends when either side goes. */
class StreamingIT {

    private static final int MEGABYTE = 1 << 20;

    private static ExampleBackend example;
    private static LbProcess lb;

    @BeforeAll
    static void start() throws IOException {
        example = ExampleBackend.start("example", 0);
        lb = LbProcess.with()
                .jvm("-Xmx64m")
                .file("lb.conf", LbProcess.configuration(List.of(example.address()), ""))
                .start()
                .ready();
        lb.awaitHealthy(1);
    }

    @AfterAll
    static void stop() {
        lb.close();
        example.close();
    }

    @Test
    void eventArrivesBeforeTheNextIsWritten() throws IOException {
        Semaphore arrived = new Semaphore(0);
        RawBackend.Script events = (conversation, request) -> {
            conversation.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                acquire(arrived);
                String event = "data: " + i + "\n\n";
                conversation.send(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            }
            conversation.send("0\r\n\r\n");
        };
        try (RawBackend backend = RawBackend.start(events);
                LbProcess own = LbProcess.over(List.of(backend.address()), "");
                RawClient client = RawClient.connect(own.data())) {
            client.send(Http.request("GET", "/events", ""));
            RawHead head = client.readHead();
            assertThat(head.header("Content-Type")).hasValue("text/event-stream");
            for (int i = 0; i < 5; i++) {
                arrived.release();
                assertThat(new String(client.readChunk(), StandardCharsets.US_ASCII))
                        .isEqualTo("data: " + i + "\n\n");
            }
            assertThat(client.readChunk()).isEmpty();
        }
    }

    @Test
    void clientThatLeavesIsLeftByTheBackendWithinASecond() throws IOException {
        CountDownLatch gone = new CountDownLatch(2);
        RawBackend.Script silent = (conversation, request) -> {
            if (request.target().equals("/begun")) {
                conversation.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
            }
            conversation.awaitGone();
            conversation.close();
            gone.countDown();
        };
        try (RawBackend backend = RawBackend.start(silent);
                LbProcess own = LbProcess.over(List.of(backend.address()), "")) {
            try (RawClient early = RawClient.connect(own.data());
                    RawClient late = RawClient.connect(own.data())) {
                early.send(Http.request("GET", "/silent", ""));
                late.send(Http.request("GET", "/begun", ""));
                late.readHead();
                late.readChunk();
                Await.until("the backend has both", () -> backend.requests().size() == 2);
            }
            Await.until("the backend is told", Duration.ofSeconds(1), () -> gone.getCount() == 0);
            Await.until("nothing is in flight", () -> inFlight(own) == 0);
        }
    }

    @Test
    void tunnelCarriesMessagesAndCountsUntilItCloses() throws Exception {
        int messages = 10_000;
        Semaphore echoed = new Semaphore(0);
        StringBuilder wrong = new StringBuilder();
        CountDownLatch closed = new CountDownLatch(1);
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + lb.data().getPort() + "/ws"), new WebSocket.Listener() {
                    private final StringBuilder message = new StringBuilder();
                    private int next;

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        message.append(text);
                        if (last) {
                            if (!message.toString().equals("message " + next++)) {
                                wrong.append(message).append('\n');
                            }
                            message.setLength(0);
                            echoed.release();
                        }
                        return WebSocket.Listener.super.onText(from, text, last);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
                        closed.countDown();
                        return WebSocket.Listener.super.onClose(from, status, reason);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        for (int i = 0; i < messages; i++) {
            socket.sendText("message " + i, true).get(10, TimeUnit.SECONDS);
        }
        assertThat(echoed.tryAcquire(messages, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
        assertThat(inFlight(lb)).isEqualTo(1);

        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        Await.until("the tunnel no longer counts", () -> inFlight(lb) == 0);
    }

    @Test
    void bodiesLargerThanTheHeapPassBothWays() throws IOException {
        upAndDown(100);
    }

    @Test
    @Tag("stress")
    void gibibytePassesBothWaysInSixtyFourMebibytes() throws IOException {
        upAndDown(1024);
    }

    private static void upAndDown(int megabytes) throws IOException {
        long size = (long) megabytes * MEGABYTE;
        byte[] block = new byte[MEGABYTE];
        try (RawClient client = RawClient.connect(lb.data())) {
            client.send("POST /up HTTP/1.1\r\nHost: it.example\r\nContent-Length: " + size + "\r\n\r\n");
            for (int i = 0; i < megabytes; i++) {
                client.send(block);
            }
            assertThat(client.readResponse("POST").json().getLong("body_bytes")).isEqualTo(size);

            client.send("POST /up HTTP/1.1\r\nHost: it.example\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < megabytes; i++) {
                client.send(Integer.toHexString(block.length) + "\r\n");
                client.send(block);
                client.send("\r\n");
            }
            client.send("0\r\n\r\n");
            assertThat(client.readResponse("POST").json().getLong("body_bytes")).isEqualTo(size);

            client.send(Http.request("GET", "/bytes?n=" + size, ""));
            assertThat(client.readHead().header("Content-Length")).hasValue(Long.toString(size));
            for (int i = 0; i < megabytes; i++) {
                byte[] got = client.read(MEGABYTE);
                assertThat(got[0]).isEqualTo((byte) ('a' + (long) i * MEGABYTE % 26));
            }

            client.send(Http.request("GET", "/bytes?chunked&n=" + size, ""));
            client.readHead();
            long received = 0;
            for (byte[] chunk = client.readChunk(); chunk.length > 0; chunk = client.readChunk()) {
                received += chunk.length;
            }
            assertThat(received).isEqualTo(size);
        }
    }

    private static int inFlight(LbProcess lb) throws IOException {
        return lb.page("/lb-stats").getConfigList("backends").stream()
                .mapToInt((Config each) -> each.getInt("connections"))
                .sum();
    }

    private static void acquire(Semaphore semaphore) throws IOException {
        try {
            if (!semaphore.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new IOException("the client did not get the event before");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}

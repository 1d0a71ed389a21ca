package dev.fairlead.server.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ExampleBackendTest {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private ExampleBackend backend;

    @BeforeEach
    void start() throws BindException {
        backend = ExampleBackend.start("one", 0, Behaviour.GOOD, log::add);
    }

    @AfterEach
    void stop() {
        backend.close();
    }

    @Test
    void anyPathTellsWhatWasReceived() throws Exception {
        HttpResponse<String> answer = send(request("/a%2Fb/%7e;p=1?x=%20&&y")
                .header("X-Two", "a \"b\"")
                .method("PUT", BodyPublishers.ofString("12345")));
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .startsWith("{\"name\":\"one\",\"address\":\"" + backend.address()
                        + "\",\"method\":\"PUT\",\"path\":\"/a%2Fb/%7e;p=1?x=%20&&y\",\"headers\":{")
                .contains("\"x-two\":\"a \\\"b\\\"\"")
                .endsWith("},\"body_bytes\":5}");
    }

    @Test
    void uploadBeyondUndertowsDefaultLimitIsCounted() throws Exception {
        long size = 5L << 20;
        assertThat(send(request("/up").POST(BodyPublishers.ofByteArray(new byte[(int) size])))
                        .body())
                .endsWith("\"body_bytes\":" + size + "}");
        InputStreamSource chunked = new InputStreamSource(size);
        assertThat(send(request("/up").POST(BodyPublishers.ofInputStream(chunked::open)))
                        .body())
                .endsWith("\"body_bytes\":" + size + "}");
    }

    @Test
    void healthIsFlippedByPost() throws Exception {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        send(request("/health?set=503").POST(BodyPublishers.noBody()));
        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/").statusCode()).isEqualTo(200);
        send(request("/health?set=200").POST(BodyPublishers.noBody()));
        assertThat(get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void bytesAreAlphabetsOfTheAskedSize() throws Exception {
        for (String query : List.of("n=300001", "n=300001&chunked")) {
            byte[] body = client.send(request("/bytes?" + query).build(), BodyHandlers.ofByteArray())
                    .body();
            assertThat(body).hasSize(300_001);
            for (int i = 0; i < body.length; i++) {
                assertThat(body[i]).isEqualTo((byte) ('a' + i % 26));
            }
        }
        assertThat(get("/bytes?n=0").body()).isEmpty();
    }

    @Test
    void echoGivesTheBodyBack() throws Exception {
        byte[] body = new byte[3 << 20];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31);
        }
        HttpRequest post =
                request("/echo").POST(BodyPublishers.ofByteArray(body)).build();
        assertThat(client.send(post, BodyHandlers.ofByteArray()).body()).isEqualTo(body);
        assertThat(get("/echo").body()).isEmpty();
    }

    @Test
    void eventsArriveOneByOne() throws Exception {
        try (InputStream events = client.send(request("/stream?n=3&ms=20").build(), BodyHandlers.ofInputStream())
                .body()) {
            byte[] first = new byte["id: 1\ndata: event 1 of 3\n\n".length()];
            assertThat(events.readNBytes(first, 0, first.length)).isEqualTo(first.length);
            assertThat(new String(first, UTF_8)).isEqualTo("id: 1\ndata: event 1 of 3\n\n");
            assertThat(new String(events.readAllBytes(), UTF_8)).endsWith("id: 3\ndata: event 3 of 3\n\n");
        }
    }

    @Test
    void statusAndSlowDoAsAsked() throws Exception {
        assertThat(get("/status?code=418").statusCode()).isEqualTo(418);
        assertThat(get("/status?code=204").body()).isEmpty();
        assertThat(get("/status?code=99").statusCode()).isEqualTo(400);
        assertThat(get("/status?code=x").body()).contains("code is 'x', expected a whole number");
        long started = System.nanoTime();
        assertThat(get("/slow?ms=50").body()).contains("\"path\":\"/slow?ms=50\"");
        assertThat(System.nanoTime() - started).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(49));
    }

    @Test
    void requestsThatChangeSomethingAreKeptById() throws Exception {
        send(request("/orders").header("X-Request-Id", "r1").POST(BodyPublishers.ofString("x")));
        send(request("/orders").header("X-Request-Id", "r1").POST(BodyPublishers.ofString("x")));
        send(request("/orders").header("X-Request-Id", "r2"));
        get("/health");
        assertThat(backend.journal().executions()).isEqualTo(Map.of("r1", 2));
        assertThat(backend.journal().total()).isEqualTo(3);
        assertThat(get("/requests").body()).isEqualTo("{\"total\":3,\"executions\":{\"r1\":2}}");
        assertThat(log).hasSize(2).allMatch(("backend=one event=request method=POST path=/orders id=r1")::equals);
    }

    @Test
    void webSocketMessagesComeBack() throws Exception {
        BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://" + backend.address() + "/ws"), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        received.add(data.toString());
                        return WebSocket.Listener.super.onText(webSocket, data, last);
                    }

                    @Override
                    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
                        received.add(data);
                        return WebSocket.Listener.super.onBinary(webSocket, data, last);
                    }
                })
                .get(10, TimeUnit.SECONDS);
        socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("hello");
        socket.sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).get(10, TimeUnit.SECONDS);
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get(10, TimeUnit.SECONDS);
    }

    @Test
    void failRateAndDelaySpareHealth() throws Exception {
        try (ExampleBackend bad = ExampleBackend.start(null, 0, new Behaviour(Duration.ofMillis(30), 1), line -> {})) {
            URI uri = URI.create("http://" + bad.address());
            long started = System.nanoTime();
            HttpResponse<String> answer = send(HttpRequest.newBuilder(uri.resolve("/x")));
            assertThat(System.nanoTime() - started).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(29));
            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).contains("\"name\":\"backend-" + bad.port() + "\"");
            assertThat(send(HttpRequest.newBuilder(uri.resolve("/health"))).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void portInUseIsNamed() {
        assertThatThrownBy(() -> ExampleBackend.start("two", backend.port()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("port " + backend.port());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + backend.address() + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    /** Zeros without a known length, so that the client sends chunks. */
    private record InputStreamSource(long size) {

        InputStream open() {
            return new java.io.ByteArrayInputStream(new byte[(int) size]);
        }
    }
}

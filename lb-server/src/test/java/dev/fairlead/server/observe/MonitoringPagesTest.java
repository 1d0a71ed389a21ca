package dev.fairlead.server.observe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages as the data port has them, asked for from the loopback address. */
class MonitoringPagesTest {
    private static final String STATUS_ALONE = "{\"status\":\"ok\"}";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<Thread> writers = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Boolean> endedOnIoThread = new LinkedBlockingQueue<>();
    private TestTables tables;
    private Undertow server;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        backends(2);
        Readiness readiness = new Readiness();
        readiness.ready();
        InstantSource clock = () -> {
            writers.add(Thread.currentThread());
            return Instant.EPOCH;
        };
        MonitoringPages pages = new MonitoringPages(tables.tables(), readiness, clock);
        server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(exchange -> serve(exchange, pages))
                .build();
        server.start();
    }

    private void serve(HttpServerExchange exchange, MonitoringPages pages) throws Exception {
        exchange.addExchangeCompleteListener((over, next) -> {
            endedOnIoThread.add(over.isInIoThread());
            next.proceed();
        });
        requireNonNull(pages.onDataPort(exchange.getRequestPath())).handleRequest(exchange);
    }

    @AfterEach
    void close() {
        server.stop();
        tables.close();
    }

    @Test
    void peerWhoSpeaksForItselfIsJudgedByItsOwnAddress() throws Exception {
        assertThat(isToldDetails()).isTrue();
        trust("203.0.113.0/24");
        assertThat(isToldDetails()).isTrue();
    }

    @Test
    void proxyThatDoesNotSayForWhomItAsksMayAskForAnybody() throws Exception {
        trust("127.0.0.1/32");
        assertThat(isToldDetails()).isFalse();
        assertThat(isToldDetails("Forwarded", "for=10.0.0.7")).isFalse();
    }

    @Test
    void behindATrustedProxyTheClientMustBeAllowed() throws Exception {
        trust("127.0.0.1/32");
        assertThat(isToldDetails("X-Forwarded-For", "10.0.0.7")).isTrue();
        assertThat(isToldDetails("X-Forwarded-For", "8.8.8.8")).isFalse();
        assertThat(isToldDetails("X-Forwarded-For", "10.0.0.7, 8.8.8.8")).isFalse();
        assertThat(isToldDetails("X-Forwarded-For", "8.8.8.8, 10.0.0.7")).isFalse();
        assertThat(isToldDetails("X-Forwarded-For", "unknown")).isFalse();
        assertThat(isToldDetails("X-Forwarded-For", "")).isFalse();
    }

    @Test
    void trustedProxiesInBetweenMayBeAnywhere() throws Exception {
        trust("127.0.0.1/32", "203.0.113.0/24");
        assertThat(isToldDetails("X-Forwarded-For", "10.0.0.7, 203.0.113.1")).isTrue();
        assertThat(isToldDetails("X-Forwarded-For", "203.0.113.1")).isFalse();
        trust("127.0.0.1/32");
        assertThat(isToldDetails("X-Forwarded-For", "10.0.0.7, 203.0.113.1")).isFalse();
    }

    @Test
    void whatAnUntrustedPeerSaysOnlyTakesAway() throws Exception {
        assertThat(isToldDetails("X-Forwarded-For", "8.8.8.8")).isFalse();
        assertThat(isToldDetails("Forwarded", "for=8.8.8.8")).isFalse();
        assertThat(isToldDetails("X-Real-IP", "8.8.8.8")).isFalse();
        assertThat(isToldDetails("Via", "1.1 front")).isFalse();
    }

    @Test
    void longPageIsWrittenByAWorkerAndSentByTheIoThread() throws Exception {
        get("/lb-stats");
        Thread ioThread = requireNonNull(writers.poll());
        assertThat(endedOnIoThread.poll(10, TimeUnit.SECONDS)).isTrue();

        backends(65);
        String body = get("/lb-stats").body();
        assertThat(body.split("\"address\"", -1)).hasSize(66);
        assertThat(requireNonNull(writers.poll())).isNotSameAs(ioThread);
        assertThat(endedOnIoThread.poll(10, TimeUnit.SECONDS)).isTrue();
        assertThat(get("/lb-health").body().split("\"address\"", -1)).hasSize(66);
        assertThat(endedOnIoThread.poll(10, TimeUnit.SECONDS)).isTrue();
    }

    private void backends(int count) {
        List<Backend> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Backend.at("127.0.0.1:" + (3001 + i)));
        }
        tables.pool(Pool.named("default").withBackends(all), Map.of());
    }

    private void trust(String... proxies) {
        List<CidrBlock> blocks = List.of(proxies).stream().map(CidrBlock::parse).toList();
        tables.frontend(Frontend.DEFAULT.withTrustedProxies(blocks));
    }

    /** Of both pages, which must agree. */
    private boolean isToldDetails(String... headers) throws IOException, InterruptedException {
        boolean health = !get("/lb-health", headers).body().equals(STATUS_ALONE);
        boolean stats = !get("/lb-stats", headers).body().equals(STATUS_ALONE);
        assertThat(health).isEqualTo(stats);
        return health;
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

package dev.fairlead.server.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.health.HealthModule;
import dev.fairlead.server.health.HealthMonitor;
import dev.fairlead.server.limit.ProcessLimits;
import dev.fairlead.server.observe.access.AccessRecorder;
import dev.fairlead.server.observe.metrics.StrictExposition;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.routing.sticky.StickySecrets;
import dev.fairlead.server.routing.sticky.StickySessions;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.strategy.jar.SpiVersion;
import dev.fairlead.server.strategy.jar.TestJar;
import dev.fairlead.server.strategy.plugin.PluginModule;
import dev.fairlead.server.strategy.plugin.PluginSettings;
import dev.fairlead.server.strategy.plugin.Plugins;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminServerTest {
    private static final Backend FIRST = Backend.at("127.0.0.1:3001");
    private static final Backend SECOND = Backend.at("127.0.0.1:3002").withId("b2");
    private static final Pool POOL = Pool.named("default").withBackends(List.of(FIRST, SECOND));

    private final HttpClient client = HttpClient.newHttpClient();
    private TestTables tables;
    private Injector injector;
    private AdminServer server;
    private InetSocketAddress address;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        tables.pool(POOL, Map.of());
        injector = Guice.createInjector(
                new ObserveModule(),
                new HealthModule(),
                new StrategyModule(),
                new PluginModule(SpiVersion.parse("0.1.0"), List.of()),
                new AbstractModule() {
                    @Override
                    protected void configure() {
                        bind(RoutingTables.class).toInstance(tables.tables());
                        bind(StickySessions.class)
                                .toInstance(new StickySessions(
                                        1, StickySecrets.inMemory(new SecureRandom()), () -> 0, new SecureRandom()));
                    }
                });
        server = injector.getInstance(AdminServer.class);
        address = server.open(new SocketAddressSpec("127.0.0.1", 0));
    }

    @AfterEach
    void close() {
        server.close();
        injector.getInstance(AccessRecorder.class).close();
        injector.getInstance(HealthMonitor.class).close();
        injector.getInstance(Plugins.class).close();
        tables.close();
    }

    @Test
    void silentStrangersKeepNobodyOut() throws Exception {
        int most = ProcessLimits.ofThisProcess().operators();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < most + 100; i++) {
                silent.add(new Socket(address.getAddress(), address.getPort()));
            }
            assertThat(get("/livez").statusCode()).isEqualTo(200);
            for (Socket first : silent.subList(0, 100)) {
                first.setSoTimeout(10_000);
                assertThat(first.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void livesFromTheStartAndIsReadyWhenTold() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("not ready: starting\n");

        injector.getInstance(Readiness.class).ready();
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        injector.getInstance(Readiness.class).notReady("stopping");
        assertThat(get("/readyz").body()).isEqualTo("not ready: stopping\n");
    }

    @Test
    void isNotLiveWithoutWhatNothingGoesOnWithout() throws Exception {
        AtomicBoolean alive = new AtomicBoolean(true);
        injector.getInstance(Liveness.class).dependsOn("the control thread", alive::get);
        assertThat(get("/livez").statusCode()).isEqualTo(200);

        alive.set(false);
        assertThat(get("/livez").statusCode()).isEqualTo(503);
        assertThat(get("/livez").body()).isEqualTo("not live: the control thread has ended\n");
    }

    @Test
    void unknownPageNamesTheOnesThereAre() throws Exception {
        HttpResponse<String> answer = get("/nothing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("No such page. There are /livez, /readyz, /metrics, /lb-health, /lb-stats.\n");
    }

    @Test
    void servesTheMonitoringPagesUncached() throws Exception {
        HttpResponse<String> health = get("/lb-health");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).startsWith("{\"status\":\"ok\",");
        assertThat(health.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(health.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(get("/lb-stats").body()).startsWith("{\"algorithm\":\"WeightedRoundRobin\",");
    }

    @Test
    void healthPageFailsWhenNobodyIsEligible() throws Exception {
        Eligibility down = Eligibility.down("connect refused");
        tables.pool(POOL, Map.of(FIRST.id(), down, SECOND.id(), down));

        assertThat(get("/lb-health").statusCode()).isEqualTo(503);
        assertThat(get("/lb-stats").statusCode()).isEqualTo(200);
    }

    @Test
    void healthPageTurnsAwayWhoeverBalancesOverUsOnceWeStop() throws Exception {
        injector.getInstance(Readiness.class).notReady("stopping");
        assertThat(get("/lb-health").statusCode()).isEqualTo(503);
        assertThat(get("/lb-health").body()).isEqualTo("{\"status\":\"stopping\"}");
        injector.getInstance(Readiness.class).ready();
        assertThat(get("/lb-health").statusCode()).isEqualTo(200);
    }

    @Test
    void headAnswersWithoutABody() throws Exception {
        HttpResponse<String> answer = send(request("/lb-health").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void pagesAreForReading() throws Exception {
        for (String path : List.of("/livez", "/readyz", "/metrics", "/lb-health", "/lb-stats")) {
            HttpResponse<String> answer = send(request(path).POST(HttpRequest.BodyPublishers.ofString("x")));

            assertThat(answer.statusCode()).as(path).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).as(path).hasValue("GET, HEAD");
        }
    }

    @Test
    void outsideTheAllowedAddressesOnlyTheStatusIsTold() throws Exception {
        monitoring(Monitoring.Paths.ON, "/lb-health", "/lb-stats", CidrBlock.parse("10.0.0.0/8"));

        assertThat(get("/lb-health").body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(get("/lb-stats").body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void whoeverComesThroughAProxyIsToldNoMoreThanTheyMayKnow() throws Exception {
        HttpResponse<String> outside = send(request("/lb-health").header("X-Forwarded-For", "8.8.8.8, 10.0.0.1"));
        HttpResponse<String> inside = send(request("/lb-health").header("X-Forwarded-For", "10.0.0.7, 10.0.0.1"));

        assertThat(outside.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(inside.body()).contains("127.0.0.1:3001");
    }

    @Test
    void pagesCanBeMovedAndSwitchedOff() throws Exception {
        monitoring(Monitoring.Paths.ADMIN, "/up", "/numbers", CidrBlock.parse("127.0.0.0/8"));
        assertThat(get("/up").statusCode()).isEqualTo(200);
        assertThat(get("/numbers").statusCode()).isEqualTo(200);
        assertThat(get("/lb-health").statusCode()).isEqualTo(404);
        MonitoringPages pages = injector.getInstance(MonitoringPages.class);
        assertThat(pages.onDataPort("/up")).isNull();

        monitoring(Monitoring.Paths.OFF, "/up", "/numbers", CidrBlock.parse("127.0.0.0/8"));
        assertThat(get("/up").statusCode()).isEqualTo(404);
    }

    @Test
    void metricsAreValidPrometheusText() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        StrictExposition metrics = StrictExposition.parse(answer.body());

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.types())
                .containsEntry("lb_requests_total", "counter")
                .containsEntry("lb_request_duration_seconds", "histogram")
                .containsEntry("lb_backend_request_duration_seconds", "histogram")
                .containsEntry("lb_backend_up", "gauge")
                .containsEntry("lb_backend_admin_state", "gauge")
                .containsEntry("lb_backend_weight", "gauge")
                .containsEntry("lb_backend_active_requests", "gauge")
                .containsEntry("lb_backend_connections", "gauge")
                .containsEntry("lb_health_checks_total", "counter")
                .containsEntry("lb_retries_total", "counter")
                .containsEntry("lb_no_backend_total", "counter")
                .containsEntry("lb_strategy_errors_total", "counter")
                .containsEntry("lb_config_revision", "gauge")
                .containsEntry("lb_plugin_info", "gauge")
                .containsEntry("jvm_memory_used_bytes", "gauge")
                .containsEntry("process_cpu_seconds_total", "counter")
                .containsEntry("process_open_fds", "gauge");
        assertThat(metrics.value("lb_config_revision")).isEqualTo(7);
        assertThat(metrics.value("lb_backend_admin_state", "pool", "default", "backend", "b2", "state", "ready"))
                .isEqualTo(1);
    }

    @Test
    void strategiesAreListedAndPluginsThatBringNone(@TempDir Path folder) throws Exception {
        TestJar.strategy("acme").attribute("Implementation-Version", "1.2").writeTo(folder.resolve("acme.jar"));
        TestJar.empty().writeTo(folder.resolve("empty.jar"));
        injector.getInstance(Plugins.class)
                .open(new PluginSettings(folder, false, Set.of(), Set.of(), null))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(StrictExposition.parse(get("/metrics").body()).samples().stream()
                        .filter(sample -> sample.name().equals("lb_plugin_info"))
                        .map(StrictExposition.Sample::labels))
                .contains(
                        Map.of("strategy", "p2c", "plugin", "built-in", "state", "loaded", "version", ""),
                        Map.of("strategy", "acme", "plugin", "acme.jar", "state", "loaded", "version", "1.2"),
                        Map.of("strategy", "", "plugin", "empty.jar", "state", "refused", "version", ""));
    }

    @Test
    void everyMetricIsDocumented() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "monitoring.md"));

        assertThat(StrictExposition.parse(get("/metrics").body()).types().keySet())
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    @Test
    void metricsCountWhatHappenedAtABackend() throws Exception {
        RunningBackend backend = tables.running(POOL, SECOND);
        backend.enter();
        backend.counters().responded(0, 204, 3_000_000);
        backend.counters().failed(0, FailureKind.RESET);

        StrictExposition metrics = StrictExposition.parse(get("/metrics").body());

        String[] labels = {"pool", "default", "backend", "b2"};
        assertThat(metrics.value("lb_backend_active_requests", labels)).isEqualTo(1);
        assertThat(metrics.value("lb_backend_request_duration_seconds_count", labels))
                .isEqualTo(1);
        assertThat(metrics.value("lb_backend_request_duration_seconds_sum", labels))
                .isEqualTo(0.003);
        assertThat(metrics.value("lb_backend_responses_total", "pool", "default", "backend", "b2", "code", "2xx"))
                .isEqualTo(1);
        assertThat(metrics.value("lb_backend_failures_total", "pool", "default", "backend", "b2", "reason", "reset"))
                .isEqualTo(1);
    }

    @Test
    void removedBackendTakesItsSeriesAlong() throws Exception {
        tables.pool(POOL.withoutBackend("b2"), Map.of());

        StrictExposition metrics = StrictExposition.parse(get("/metrics").body());

        assertThat(metrics.samples())
                .noneMatch(sample -> "b2".equals(sample.labels().get("backend")));
        assertThat(metrics.samples())
                .anyMatch(sample -> FIRST.id().equals(sample.labels().get("backend")));
    }

    @Test
    void openMetricsIsSpokenToThoseWhoAskForIt() throws Exception {
        HttpResponse<String> answer = send(
                request("/metrics").header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5"));

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n").contains("# TYPE lb_requests counter");
    }

    @Test
    void portInUseIsOneSentence() {
        AdminServer second = new AdminServer(injector.getInstance(AdminPages.class));

        assertThatThrownBy(() -> second.open(new SocketAddressSpec("127.0.0.1", address.getPort())))
                .isInstanceOf(BindException.class)
                .hasMessage("lb.admin.listen: cannot listen on 127.0.0.1:" + address.getPort()
                        + ": Address already in use");
    }

    private void monitoring(Monitoring.Paths paths, String health, String stats, CidrBlock allow) {
        tables.frontend(Frontend.DEFAULT.withMonitoring(new Monitoring(paths, health, stats, List.of(allow))));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

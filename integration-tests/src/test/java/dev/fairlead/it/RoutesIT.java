package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.RouteServiceGrpc.RouteServiceBlockingStub;
import dev.fairlead.control.v1.TestRouteRequest;
import dev.fairlead.control.v1.TestRouteResponse;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.it.support.RawClient;
import dev.fairlead.it.support.RawHead;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes in the running product: what they say of a request that nobody sends is what becomes of one that somebody does. */
class RoutesIT {

    private static final Path CASES = Path.of("../lb-server/src/test/resources/routes");
    private static final Map<String, Integer> REFUSALS =
            Map.of("no_route", 404, "path_ambiguous", 400, "path_above_root", 400, "path_too_long", 414);

    private RawBackend first;
    private RawBackend second;
    private LbProcess lb;

    @BeforeEach
    void start() throws IOException {
        first = RawBackend.saying(answer("first"));
        second = RawBackend.saying(answer("second"));
        lb = LbProcess.over(List.of(first.address()), "health-check.type = none");
        lb.ctl("add", "pool", "second").ok();
        lb.ctl("health", "set", "--type", "none", "--pool", "second").ok();
        lb.ctl("add", "backends", second.address(), "--pool", "second").ok();
    }

    @AfterEach
    void stop() throws IOException {
        lb.close();
        first.close();
        second.close();
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nX-From: " + body + "\r\nX-Secret: 1\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private LbCtl routes(String... words) {
        List<String> all = new ArrayList<>(List.of("routes"));
        all.addAll(Arrays.asList(words));
        return lb.ctl(all.toArray(String[]::new));
    }

    @Test
    void everyCaseIsAnsweredAsItsTableSays() throws IOException {
        Config tables =
                ConfigFactory.parseFile(CASES.resolve("tables.conf").toFile()).getConfig("tables");
        List<String> cases = Files.readAllLines(CASES.resolve("cases.csv")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
        assertThat(cases).hasSizeGreaterThan(120);
        ManagedChannel channel = lb.channel();
        try {
            RouteServiceBlockingStub service = RouteServiceGrpc.newBlockingStub(channel);
            for (String table : tables.root().keySet()) {
                Map<String, Integer> statuses = apply(tables.getList(table));
                for (String line : cases) {
                    String[] fields = Arrays.stream(line.split(",", -1))
                            .map(String::strip)
                            .toArray(String[]::new);
                    if (fields[0].equals(table) && !fields[2].isEmpty()) {
                        hold(service, fields, statuses);
                    }
                }
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private Map<String, Integer> apply(ConfigList routes) throws IOException {
        Path file = lb.directory().resolve("routes.conf");
        Files.writeString(file, "lb.routes = " + routes.render(ConfigRenderOptions.concise()));
        lb.ctl("config", "apply", file.toString()).ok();
        Map<String, Integer> statuses = new HashMap<>(REFUSALS);
        routes.forEach(route -> {
            Config block = ((ConfigObject) route).toConfig();
            statuses.put(block.getString("name"), block.getInt("respond.status"));
        });
        return statuses;
    }

    /** @param fields table, method, host, target, headers, expected */
    private void hold(RouteServiceBlockingStub service, String[] fields, Map<String, Integer> statuses)
            throws IOException {
        String[] headers = fields[4].isEmpty() ? new String[0] : fields[4].split("\\|");
        String about = String.join(" ", fields);
        StringBuilder request =
                new StringBuilder(fields[1] + " " + fields[3] + " HTTP/1.1\r\nHost: " + fields[2] + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        int status;
        try (RawClient client = RawClient.connect(lb.data())) {
            client.send(request.append("\r\n").toString());
            status = client.readResponse(fields[1]).status();
        }
        assertThat(status).as(about).isEqualTo(statuses.get(fields[5]));

        String path = fields[3].equals("*") ? "/*" : fields[3];
        if (path.equals(fields[3])) {
            TestRouteResponse told = service.testRoute(TestRouteRequest.newBuilder()
                    .setMethod(fields[1])
                    .setUrl("http://" + fields[2] + path)
                    .addAllHeaders(Arrays.asList(headers))
                    .build());
            assertThat(told.getStatus()).as(about).isEqualTo(status);
            assertThat(told.getRoute()).as(about).isEqualTo(REFUSALS.containsKey(fields[5]) ? "" : fields[5]);
        }
    }

    @Test
    void whatARouteChangesIsWhatBothSidesSee() throws IOException {
        routes(
                        "add",
                        "api",
                        "match.path=/api",
                        "pool=second",
                        "rewrite.path-prefix=/v2",
                        "rewrite.host=inside.example",
                        "request-headers.set.X-Team=shop",
                        "request-headers.remove=X-Drop",
                        "response-headers.set.X-Served=route",
                        "response-headers.remove=X-Secret")
                .ok();
        routes("add", "rest", "match.path=/", "pool=default").ok();

        Http.Response answer = Http.get(lb.data(), "/api//a/%2e/b?q=1", "X-Drop: 1", "X-Team: mine", "X-Keep: 1");
        RawHead sent = second.requests().get(second.requests().size() - 1);

        assertThat(sent.startLine()).isEqualTo("GET /v2/a/b?q=1 HTTP/1.1");
        assertThat(sent.header("Host")).contains("inside.example");
        assertThat(sent.header("X-Team")).contains("shop");
        assertThat(sent.header("X-Drop")).isEmpty();
        assertThat(sent.header("X-Keep")).contains("1");
        assertThat(answer.header("X-Served")).isEqualTo("route");
        assertThat(answer.header("X-Secret")).isEmpty();
        assertThat(Http.get(lb.data(), "/apix//a/%2e/b").text()).isEqualTo("first");
        assertThat(first.requests().get(first.requests().size() - 1).startLine())
                .as("what no route rewrites")
                .isEqualTo("GET /apix//a/%2e/b HTTP/1.1");
    }

    @Test
    void aClientStaysInItsPoolByTheCookieThatItIsGiven() throws IOException {
        routes("add", "canary", "match.path=/", "split.default=1", "split.second=1", "split-by=cookie:lane")
                .ok();
        Map<String, String> pools = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            Http.Response answer = Http.get(lb.data(), "/");
            String cookie = answer.header("Set-Cookie").replaceFirst(";.*", "");
            assertThat(cookie).startsWith("lane=");
            pools.put(cookie, answer.text());
        }
        assertThat(pools.values()).contains("first", "second");
        routes("set", "canary", "split.second=3").ok();
        int moved = 0;
        for (Map.Entry<String, String> client : pools.entrySet()) {
            Http.Response answer = Http.get(lb.data(), "/", "Cookie: " + client.getKey());
            assertThat(answer.header("Set-Cookie")).isEmpty();
            if (!answer.text().equals(client.getValue())) {
                assertThat(answer.text())
                        .as("nobody leaves the pool that grows")
                        .isEqualTo("second");
                moved++;
            }
        }
        assertThat(moved).isLessThan(pools.size() / 2);
    }

    @Test
    void routesAreChangedLiveAndSurviveKillNine() throws IOException {
        routes("add", "rest", "match.path=/", "pool=default").ok();
        routes("add", "api", "--before", "rest", "match.path=/api", "pool=second")
                .ok();
        assertThat(Http.get(lb.data(), "/api").text()).isEqualTo("second");

        LbCtl refused = lb.ctl("remove", "pool", "second", "--yes");
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("pool \"second\" is used by route api and cannot be removed");
        LbCtl tried = routes("move", "rest", "--before", "api", "--dry-run").ok();
        assertThat(tried.out()).contains("route order api, rest -> rest, api");
        assertThat(Http.get(lb.data(), "/api").text()).isEqualTo("second");

        lb.kill().again().ready();
        assertThat(Http.get(lb.data(), "/api").text()).isEqualTo("second");
        routes("move", "rest", "--before", "api").ok();
        assertThat(Http.get(lb.data(), "/api").text()).isEqualTo("first");
        routes("remove", "rest").ok();
        assertThat(Http.get(lb.data(), "/x").status()).isEqualTo(404);
        assertThat(lb.metric("lb_refused_requests_total", "reason=\"no_route\""))
                .isEqualTo(1);
        assertThat(lb.metric("lb_route_requests_total", "route=\"api\"", "code=\"2xx\""))
                .isPositive();
    }

    @Test
    void limitsAndAccessListsHoldAtTheirPlaces() throws IOException {
        routes("add", "closed", "match.path=/closed", "pool=default", "access.deny=127.0.0.1")
                .ok();
        routes("add", "slow", "match.path=/slow", "pool=default", "rate-limits=[{name=few, rate=1/h, burst=2}]")
                .ok();
        routes("add", "rest", "match.path=/", "pool=default").ok();

        assertThat(Http.get(lb.data(), "/closed").status()).isEqualTo(403);
        assertThat(Http.get(lb.data(), "/slow").status()).isEqualTo(200);
        assertThat(Http.get(lb.data(), "/slow").status()).isEqualTo(200);
        Http.Response over = Http.get(lb.data(), "/slow");
        assertThat(over.status()).isEqualTo(429);
        assertThat(Integer.parseInt(over.header("Retry-After"))).isBetween(1, 3600);
        assertThat(over.header("RateLimit-Policy")).isEqualTo("\"few\";q=1;w=3600");
        assertThat(over.header("RateLimit")).startsWith("\"few\";r=0;t=");
        assertThat(Http.get(lb.data(), "/x").status()).isEqualTo(200);

        routes("set", "slow", "rate-limits=[{name=few, rate=1/h, burst=2, dry-run=on}]")
                .ok();
        assertThat(Http.get(lb.data(), "/slow").status()).as("a dry run").isEqualTo(200);
        assertThat(lb.metric("lb_rate_limited_total", "limit=\"few\"")).isEqualTo(2);
        assertThat(lb.metric("lb_access_denied_total")).isEqualTo(1);
        assertThat(lb.ctl("limits", "list").ok().out()).contains("few", "127.0.0.1");
    }
}

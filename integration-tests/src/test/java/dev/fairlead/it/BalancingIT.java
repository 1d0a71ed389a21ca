package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawClient;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets which request, and what it looks like there. */
class BalancingIT {

    private static final List<ExampleBackend> backends = new ArrayList<>();
    private static LbProcess lb;

    @BeforeAll
    static void start() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            backends.add(ExampleBackend.start(name, 0));
        }
        lb = LbProcess.over(addresses(), "strategy = round_robin");
    }

    @AfterAll
    static void stop() {
        lb.close();
        backends.forEach(ExampleBackend::close);
    }

    @BeforeEach
    void allAreHealthy() {
        lb.awaitHealthy(3);
    }

    @Test
    void equalBackendsGetEqualShares() throws IOException {
        apply("strategy = round_robin");
        assertThat(shares(300))
                .containsOnlyKeys(addresses())
                .allSatisfy((who, share) -> assertThat(share).isEqualTo(100));
    }

    @Test
    void rebuildsDoNotSkewTheShares() throws IOException {
        Map<String, Integer> total = new HashMap<>();
        for (int round = 0; round < 6; round++) {
            apply("strategy = round_robin, backends = [ { url = \"http://%s\", tags { round = r%d } }, \"%s\", \"%s\" ]"
                    .formatted(address(0), round, address(1), address(2)));
            shares(50).forEach((who, share) -> total.merge(who, share, Integer::sum));
        }
        assertThat(total)
                .containsOnlyKeys(addresses())
                .allSatisfy((who, share) -> assertThat(share).isEqualTo(100));
    }

    @Test
    void weightsInterleave() throws IOException {
        apply("strategy = weighted_round_robin, backends = [ { url = \"http://%s\", weight = 5 }, \"%s\", \"%s\" ]"
                .formatted(address(0), address(1), address(2)));
        StringBuilder order = new StringBuilder();
        try (RawClient client = RawClient.connect(lb.data())) {
            for (int i = 0; i < 14; i++) {
                order.append(ask(client, "/").json().getString("name"));
            }
        }
        // Where the rotation begins is nobody's business.
        assertThat("aabacaa".repeat(3)).contains(order);
    }

    @Test
    void backendIsToldWhoForwards() throws IOException {
        Http.Response answer = Http.get(
                lb.data(),
                "/a%2Fb//c;d?x=%20&&y=",
                "X-Forwarded-For: 6.6.6.6",
                "Forwarded: for=6.6.6.6",
                "X-Own: kept");
        Config seen = answer.json();
        Config headers = seen.getConfig("headers");
        assertThat(seen.getString("path")).isEqualTo("/a%2Fb//c;d?x=%20&&y=");
        assertThat(headers.getString("x-forwarded-by")).isEqualTo("fairlead");
        assertThat(headers.getString("x-backend-server")).isEqualTo(seen.getString("address"));
        assertThat(headers.getString("x-forwarded-for")).isEqualTo("127.0.0.1");
        assertThat(headers.getString("x-forwarded-proto")).isEqualTo("http");
        assertThat(headers.getString("x-forwarded-host")).isEqualTo("it.example");
        assertThat(headers.getString("x-forwarded-port"))
                .isEqualTo(Integer.toString(lb.data().getPort()));
        assertThat(headers.getString("x-request-id")).isNotEmpty();
        assertThat(headers.getString("x-own")).isEqualTo("kept");
        assertThat(headers.getString("host")).isEqualTo("it.example");
        assertThat(headers.hasPath("forwarded")).isFalse();
        assertThat(answer.header("X-Backend-Server")).isEqualTo(seen.getString("address"));
    }

    @Test
    void healthPageHasItsFields() throws IOException {
        Http.Response answer = lb.get("/lb-health");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        Config page = answer.json();
        assertThat(page.getString("status")).isEqualTo("ok");
        assertThat(page.getInt("healthy_backends")).isEqualTo(3);
        assertThat(page.getInt("total_backends")).isEqualTo(3);
        assertThat(page.getConfigList("backends")).hasSize(3).allSatisfy(backend -> {
            assertThat(addresses()).contains(backend.getString("address"));
            assertThat(backend.getBoolean("healthy")).isTrue();
            assertThat(backend.getInt("connections")).isZero();
            assertThat(backend.getInt("response_time_ms")).isNotNegative();
            assertThat(backend.getString("reason")).isEmpty();
        });
    }

    @Test
    void statisticsPageHasItsFields() throws IOException {
        apply("strategy = round_robin");
        Config page = lb.page("/lb-stats");
        assertThat(page.getString("algorithm")).isEqualTo("RoundRobin");
        assertThat(page.getConfigList("backends")).hasSize(3).allSatisfy(backend -> {
            assertThat(addresses()).contains(backend.getString("address"));
            assertThat(backend.getBoolean("healthy")).isTrue();
            assertThat(backend.getInt("connections")).isZero();
            assertThat(backend.getInt("weight")).isEqualTo(1);
            assertThat(backend.getInt("response_time_ms")).isNotNegative();
            assertThat(backend.getInt("last_health_check")).isNotNegative();
        });
    }

    /** Changes the pool, and returns when the change is routed by. */
    private static void apply(String settings) throws IOException {
        double before = reloads();
        lb.rewrite(LbProcess.configuration(addresses(), settings));
        lb.process().signal("HUP");
        Await.until("the file is reloaded", () -> reloads() > before);
        lb.awaitHealthy(3);
    }

    private static double reloads() throws IOException {
        return lb.metric("lb_config_reloads_total", "result=\"accepted\"");
    }

    private static Map<String, Integer> shares(int requests) throws IOException {
        Map<String, Integer> shares = new HashMap<>();
        try (RawClient client = RawClient.connect(lb.data())) {
            for (int i = 0; i < requests; i++) {
                shares.merge(ask(client, "/").header("X-Backend-Server"), 1, Integer::sum);
            }
        }
        return shares;
    }

    private static Http.Response ask(RawClient client, String path) throws IOException {
        client.send(Http.request("GET", path, ""));
        Http.Response answer = client.readResponse("GET");
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    private static List<String> addresses() {
        return backends.stream().map(ExampleBackend::address).toList();
    }

    private static String address(int index) {
        return backends.get(index).address();
    }
}

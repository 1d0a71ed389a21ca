package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose backend fails it. */
class FailedRequestIT {

    @Test
    void postThatNobodyReadGoesElsewhere() throws IOException {
        String refusing = portOfNobody();
        try (ExampleBackend good = ExampleBackend.start("good", 0);
                LbProcess lb = LbProcess.over(
                        List.of(refusing, good.address()), "strategy = round_robin, health-check.type = none")) {
            for (int i = 0; i < 10; i++) {
                Http.Response answer = Http.post(lb.data(), "/orders?n=" + i, "an order");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.json().getInt("body_bytes")).isEqualTo(8);
            }
            assertThat(good.journal().executions()).hasSize(10);
            assertThat(lb.metric("lb_retries_total", "pool=\"default\"", "reason=\"connect\""))
                    .as(lb.said())
                    .isPositive();
        }
    }

    @Test
    void postThatMayHaveBeenReadIsNotSentAgain() throws IOException {
        RawBackend.Script readsAndDies = (conversation, request) -> {
            conversation.readRequestBody(request);
            conversation.reset();
        };
        try (RawBackend one = RawBackend.start(readsAndDies);
                RawBackend other = RawBackend.start(readsAndDies);
                LbProcess lb = LbProcess.over(List.of(one.address(), other.address()), "strategy = round_robin")) {
            for (int i = 0; i < 5; i++) {
                Http.Response answer = Http.post(lb.data(), "/orders", "an order", "Accept: application/json");
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.text()).contains("id").doesNotContain("reset");
            }
            assertThat(one.requests().size() + other.requests().size()).isEqualTo(5);
            RawBackend first = one.requests().isEmpty() ? other : one;
            String id = first.requests().get(0).header("X-Request-Id").orElseThrow();
            assertThat(explained(lb, id))
                    .contains(first.address() + " failed after ")
                    .contains("not retried: ", "POST")
                    .contains("the client got 502 from the load balancer");
        }
    }

    @Test
    void getThatWasCutOffIsAskedElsewhere() throws IOException {
        try (RawBackend dying = RawBackend.start((conversation, request) -> conversation.reset());
                ExampleBackend good = ExampleBackend.start("good", 0);
                LbProcess lb = LbProcess.over(List.of(dying.address(), good.address()), "strategy = round_robin")) {
            for (int i = 0; i < 10; i++) {
                assertThat(lb.get("/").status()).isEqualTo(200);
            }
            assertThat(dying.requests()).isNotEmpty();
            String retried = dying.requests().get(0).header("X-Request-Id").orElseThrow();
            assertThat(explained(lb, retried))
                    .contains("chose " + dying.address())
                    .contains(dying.address() + " failed after ")
                    .contains("GET may be sent again and the retry budget allowed it: retried")
                    .contains(good.address() + " answered 200 after ")
                    .doesNotContain("it did not go on");
        }
    }

    @Test
    void allDownIs503AndTheyComeBackByThemselves() throws IOException {
        ExampleBackend a = ExampleBackend.start("a", 0);
        ExampleBackend b = ExampleBackend.start("b", 0);
        try (LbProcess lb = LbProcess.over(
                List.of(a.address(), b.address()), "health-check { interval = 1s, down-interval = 500ms }")) {
            lb.awaitHealthy(2);
            a.close();
            b.close();
            lb.awaitHealthy(0);

            Http.Response refused = lb.get("/");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
            Http.Response health = lb.get("/lb-health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().root().unwrapped())
                    .containsAllEntriesOf(Map.of("status", "down", "healthy_backends", 0, "total_backends", 2));

            a = ExampleBackend.start("a", a.port());
            lb.awaitHealthy(1);
            assertThat(lb.get("/").status()).isEqualTo(200);
            assertThat(lb.page("/lb-health").getString("status")).isEqualTo("degraded");
            b = ExampleBackend.start("b", b.port());
            lb.awaitHealthy(2);
        } finally {
            a.close();
            b.close();
        }
    }

    @Test
    void backendsWithoutAHealthPageAreExplained() throws IOException {
        try (RawBackend plain = RawBackend.withoutHealthPage("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
                LbProcess lb = LbProcess.over(List.of(plain.address()), "")) {
            assertThat(lb.process()
                            .line(java.util.regex.Pattern.compile("GET /health answered 404 on 1 of 1; .*"))
                            .group())
                    .contains("health-check.path", "--health-check tcp");
            assertThat(lb.get("/").status()).isEqualTo(503);
        }
    }

    /** What is remembered of a request when its last byte is out, as lb-ctl tells it. */
    private static String explained(LbProcess lb, String requestId) {
        AtomicReference<LbCtl> told = new AtomicReference<>();
        Await.until("the request is remembered", () -> {
            told.set(lb.ctl("explain", requestId));
            return told.get().exit() == 0;
        });
        return told.get().out();
    }

    private static String portOfNobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}

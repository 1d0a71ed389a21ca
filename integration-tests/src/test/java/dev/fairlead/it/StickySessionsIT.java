package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.ExampleBackends;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbCtl;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients with sessions stay where they are, whatever happens to the load balancer and to the other backends. */
class StickySessionsIT {

    private static final int CLIENTS = 100;
    private static final String STICKY =
            "strategy = round_robin, sticky { by = cookie }, health-check { interval = 1s, down-interval = 1s }";

    @TempDir
    private Path folder;

    private List<ExampleBackend> backends;
    private LbProcess lb;

    /** Where a client was first, and the cookie that it got. */
    private record Visitor(String backend, String cookie) {

        String value() {
            return cookie.substring(cookie.indexOf('=') + 1);
        }
    }

    @BeforeEach
    void start() throws IOException {
        Path secrets = Files.writeString(folder.resolve("secrets"), "a-secret-of-both-instances\n");
        backends = ExampleBackends.start("a", "b", "c");
        lb = instance(secrets);
    }

    @AfterEach
    void stop() {
        lb.close();
        backends.forEach(ExampleBackend::close);
    }

    private LbProcess instance(Path secrets) {
        LbProcess started =
                LbProcess.with().file("lb.conf", configuration(secrets)).start().ready();
        started.awaitHealthy(2);
        return started;
    }

    private String configuration(Path secrets) {
        return LbProcess.configuration(List.of(address(0), address(1)), STICKY) + "\nlb.sticky-secret-file = \""
                + secrets + "\"\n";
    }

    private String address(int backend) {
        return backends.get(backend).address();
    }

    private static Visitor arrive(InetSocketAddress port) throws IOException {
        Http.Response answer = Http.get(port, "/");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head().all("Set-Cookie")).hasSize(1);
        String cookie = answer.header("Set-Cookie");
        assertThat(cookie).startsWith("lb-default=").endsWith("; Path=/; HttpOnly; SameSite=Lax");
        return new Visitor(answer.header("X-Backend-Server"), cookie.substring(0, cookie.indexOf(';')));
    }

    private List<Visitor> arrive() throws IOException {
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            visitors.add(arrive(lb.data()));
        }
        return visitors;
    }

    private static Http.Response again(InetSocketAddress port, Visitor visitor) throws IOException {
        return Http.get(port, "/", "Cookie: x=y; " + visitor.cookie());
    }

    private static void stay(String when, InetSocketAddress port, List<Visitor> visitors) throws IOException {
        for (Visitor visitor : visitors) {
            Http.Response answer = again(port, visitor);
            assertThat(answer.status()).as(when).isEqualTo(200);
            assertThat(answer.header("X-Backend-Server")).as(when).isEqualTo(visitor.backend());
            assertThat(answer.head().all("Set-Cookie")).as(when).isEmpty();
        }
    }

    @Test
    void sessionsStayThroughDeathWeightsNewBackendsAndReloads() throws IOException {
        List<Visitor> visitors = arrive();
        stay("at once", lb.data(), visitors);
        lb.ctl("weight", address(0), "7").ok();
        stay("after a change of weights", lb.data(), visitors);
        lb.ctl("add", "backends", address(2), "--wait").ok();
        stay("beside a new backend", lb.data(), visitors);
        lb.ctl("strategy", "set", "p2c").ok();
        stay("by another strategy", lb.data(), visitors);
        lb.kill().again().ready();
        stay("after kill -9", lb.data(), visitors);
        lb.rewrite(configuration(folder.resolve("secrets")).replace("lb {", "lb {\nlimits.header = 16KiB"));
        lb.ctl("config", "reload").ok();
        stay("after a reload", lb.data(), visitors);
        assertThat(lb.metric("lb_sticky_total", "result=\"kept\"")).isEqualTo(2 * CLIENTS);

        try (LbProcess other = instance(folder.resolve("secrets"))) {
            stay("at a second instance with the same secrets", other.data(), visitors);
        }
    }

    @Test
    void theSecretOfTheStateFolderSurvivesKillNine() throws IOException {
        lb.close();
        lb = LbProcess.over(List.of(address(0), address(1)), STICKY);
        lb.awaitHealthy(2);
        List<Visitor> visitors = arrive();
        assertThat(lb.directory().resolve("data").resolve("sticky-secret")).exists();
        lb.kill().again().ready();
        stay("after kill -9", lb.data(), visitors);
    }

    @Test
    void whatWasNotMadeHereForThisPoolIsWorthNothing() throws IOException {
        Visitor visitor = arrive(lb.data());
        String value = visitor.value();
        Path others = Files.writeString(folder.resolve("others"), "a-secret-of-somebody-else\n");
        String foreign;
        try (LbProcess other = instance(others)) {
            foreign = arrive(other.data()).value();
        }
        List<String> bad = List.of(
                foreign,
                value.substring(1),
                value.substring(0, value.length() - 1),
                value + "A",
                (value.charAt(5) == 'x' ? "y" : "x") + value.substring(1),
                value.substring(0, 20) + (value.charAt(20) == 'x' ? "y" : "x") + value.substring(21),
                "",
                "%00",
                "A".repeat(36));
        for (String forged : bad) {
            Http.Response answer = Http.get(lb.data(), "/", "Cookie: lb-default=" + forged);
            assertThat(answer.status()).as(forged).isEqualTo(200);
            assertThat(answer.head().all("Set-Cookie")).as(forged).hasSize(1);
        }
        assertThat(lb.metric("lb_sticky_total", "result=\"forged\"")).isEqualTo(bad.size());
        Config shown = lb.ctl("sessions", "show", foreign, "-o", "json").ok().json();
        assertThat(shown.getString("result")).isEqualTo("forged");
    }

    @Test
    void twoPoolsSessionsDoNotMeet() throws IOException {
        lb.ctl("add", "pool", "second").ok();
        lb.ctl("add", "backends", address(0), "--pool", "second", "--wait").ok();
        lb.ctl("pools", "set", "second", "sticky.by=cookie", "sticky.name=lb-default")
                .ok();
        lb.ctl("routes", "add", "second", "match.path=/second", "pool=second").ok();
        lb.ctl("routes", "add", "rest", "match.path=/", "pool=default").ok();
        Visitor visitor = arrive(lb.data());

        Http.Response elsewhere = Http.get(lb.data(), "/second", "Cookie: " + visitor.cookie());
        assertThat(elsewhere.head().all("Set-Cookie")).hasSize(1);
        assertThat(elsewhere.header("Set-Cookie")).doesNotContain(visitor.value());
        assertThat(lb.metric("lb_sticky_total", "result=\"forged\"")).isEqualTo(1);

        Config shown =
                lb.ctl("sessions", "show", visitor.value(), "-o", "json").ok().json();
        assertThat(shown.getString("pool")).isEqualTo("default");
        assertThat(shown.getString("backend")).isEqualTo(visitor.backend());
        assertThat(shown.getString("result")).isEqualTo("kept");
        assertThat(lb.ctl("sessions", "show", visitor.value(), "--pool", "second")
                        .ok()
                        .out())
                .contains("foreign", "it is a session of pool default");
    }

    @Test
    void removalMovesThoseWhoWereThereAndDrainingNobody() throws IOException {
        lb.ctl("add", "backends", address(2), "--wait").ok();
        List<Visitor> visitors = arrive();
        lb.ctl("drain", address(2)).ok();
        stay("while it drains", lb.data(), visitors);
        for (int i = 0; i < 20; i++) {
            assertThat(arrive(lb.data()).backend()).isNotEqualTo(address(2));
        }
        assertThat(lb.said()).doesNotContain("event=sessions-move");

        lb.ctl("remove", "backend", address(2)).ok();
        int moved = 0;
        for (Visitor visitor : visitors) {
            Http.Response answer = again(lb.data(), visitor);
            if (visitor.backend().equals(address(2))) {
                assertThat(answer.header("X-Backend-Server")).isNotEqualTo(address(2));
                assertThat(answer.head().all("Set-Cookie")).hasSize(1);
                moved++;
            } else {
                assertThat(answer.header("X-Backend-Server")).isEqualTo(visitor.backend());
                assertThat(answer.head().all("Set-Cookie")).isEmpty();
            }
        }
        assertThat(moved).isPositive();
        assertThat(lb.metric("lb_sticky_total", "result=\"moved_removed\"")).isEqualTo(moved);
        assertThat(lb.said())
                .containsOnlyOnce("event=sessions-move")
                .contains("backend=" + address(2) + " event=sessions-move cause=\"it is no longer there\"");
    }

    @Test
    void itIsToldWhyASessionIsWhereItIs() throws IOException {
        Visitor visitor = arrive(lb.data());
        assertThat(lb.ctl("explain", "--would", "GET /", "-H", "Cookie: " + visitor.cookie())
                        .ok()
                        .out())
                .contains("its session is at " + visitor.backend());
        lb.ctl("pools", "set", "sticky.when-gone=refuse").ok();
        lb.ctl("maint", visitor.backend()).ok();

        Http.Response refused = again(lb.data(), visitor);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        Config told =
                lb.ctl("explain", "--recent", "-n", "1", "-o", "json").ok().json();
        assertThat(told.getConfigList("requests").get(0).getStringList("story"))
                .hasSize(2)
                .startsWith(
                        "its session is at " + visitor.backend() + ", which is in maintenance, and when-gone = refuse");
        assertThat(lb.metric("lb_no_backend_total", "reason=\"session_gone\"")).isEqualTo(1);
        assertThat(lb.ctl("sessions", "show", visitor.value()).ok().out()).contains("refused");

        lb.ctl("pools", "set", "sticky.when-gone=rebalance").ok();
        Http.Response moved = again(lb.data(), visitor);
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.head().all("Set-Cookie")).hasSize(1);
    }

    @Test
    void secretsThatCannotBeUsedAreRefusedAndNothingChanges() throws IOException {
        Visitor visitor = arrive(lb.data());
        Path bad = Files.writeString(lb.directory().resolve("bad"), "hush\n");
        LbCtl refused = lb.ctl("frontend", "set", "sticky-secret-file=" + bad);
        assertThat(refused.exit()).as(refused.toString()).isNotZero();
        assertThat(refused.err()).contains(bad + ":1: has 4 characters").doesNotContain("hush");
        stay("after the refusal", lb.data(), List.of(visitor));

        Path both = Files.writeString(
                lb.directory().resolve("both"), "a-secret-for-the-next-year\na-secret-of-both-instances\n");
        lb.ctl("frontend", "set", "sticky-secret-file=" + both).ok();
        Http.Response renewed = again(lb.data(), visitor);
        assertThat(renewed.header("X-Backend-Server")).isEqualTo(visitor.backend());
        assertThat(renewed.head().all("Set-Cookie")).hasSize(1);
    }

    @Test
    void aBackendsOwnCookiesArriveBesideOursAndLeadBackWhenTheyAreLearned() throws IOException {
        String answer =
                "HTTP/1.1 200 OK\r\nSet-Cookie: SID=%s; Path=/\r\nSet-Cookie: b=1, 2\r\nContent-Length: 0\r\n\r\n";
        try (RawBackend first = RawBackend.saying(answer.formatted("one"));
                RawBackend second = RawBackend.saying(answer.formatted("two"))) {
            lb.ctl("add", "backends", first.address(), "--wait").ok();
            lb.ctl("add", "backends", second.address(), "--wait").ok();
            lb.ctl("remove", "backend", address(0)).ok();
            lb.ctl("remove", "backend", address(1)).ok();
            List<String> set = Http.get(lb.data(), "/").head().all("Set-Cookie");
            assertThat(set).hasSize(3).contains("b=1, 2");
            assertThat(set.get(2)).startsWith("lb-default=");

            lb.ctl("pools", "set", "sticky.name=SID", "sticky.by=app-cookie").ok();
            Http.get(lb.data(), "/");
            Http.get(lb.data(), "/");
            for (int i = 0; i < 10; i++) {
                Http.Response told = Http.get(lb.data(), "/", "Cookie: SID=two");
                assertThat(told.header("X-Backend-Server")).isEqualTo(second.address());
                assertThat(told.head().all("Set-Cookie")).containsExactly("SID=two; Path=/", "b=1, 2");
            }
            assertThat(lb.ctl("sessions", "show", "one").ok().out()).contains(first.address());
        }
    }
}

package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mirror of a route hangs in the middle of the traffic, as only a real process can. */
class MirrorIT {

    private static final int REQUESTS = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private BackendProcess original;
    private BackendProcess copied;
    private LbProcess lb;

    @BeforeEach
    void start() {
        original = BackendProcess.start("original");
        copied = BackendProcess.start("copied");
        lb = LbProcess.over(List.of(original.address()), "");
        lb.ctl("add", "pool", "next").ok();
        lb.ctl("add", "backends", copied.address(), "--pool", "next", "--wait").ok();
        lb.ctl("routes", "add", "all", "match.path=/", "pool=default", "mirror.pool=next")
                .ok();
    }

    @AfterEach
    void stop() {
        lb.close();
        original.close();
        copied.close();
    }

    @Test
    void noOriginalIsLostWhenItsMirrorHangs() throws IOException {
        lb.ctl("health", "set", "--type", "none", "--pool", "next").ok(); // or it would be out before it hurts
        lb.ctl("pools", "set", "next", "timeouts.first-byte=2s").ok();
        long asked;
        try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 8, 100)) {
            load.awaitMore(200, REQUESTS / 2);
            copied.pause();
            load.awaitMore(200, REQUESTS / 2);
            load.stop();

            assertThat(load.failures()).as(lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
            assertThat(load.slowest()).as(lb.said()).isLessThan(Duration.ofSeconds(2));
            asked = load.count(200);
        }
        Await.until("every copy is over", PATIENCE, () -> sum() == asked, this::told);
        assertThat(mirrored("sent")).as(told()).isGreaterThanOrEqualTo(REQUESTS / 2 - 8);
        assertThat(mirrored("failed") + mirrored("dropped_busy")).as(told()).isGreaterThan(100);
        assertThat(lb.metric("lb_requests_total", "pool=\"default\"", "code=\"2xx\""))
                .isEqualTo(asked);
        assertThat(lb.metric("lb_requests_total", "pool=\"next\"", "code=\"2xx\""))
                .isZero();
        assertThat(lb.metric("lb_backend_active_requests", "pool=\"next\"")).isZero();
        assertThat(lb.said()).doesNotContain("event=ejected", "event=suspect");
    }

    @Test
    void ordersComeToBothAndProbesTakeTheHungOneOut() throws IOException {
        try (LoadLoop load = LoadLoop.posts(lb.data(), "/orders/", 4, 100)) {
            load.awaitMore(200, 100);
            load.stop();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
            Await.until("every copy is over", PATIENCE, () -> sum() == load.count(200), this::told);
            assertThat(mirrored("sent")).isEqualTo(load.count(200));
        }
        Map<String, Integer> executed = original.executions();
        Await.until("both have them all", () -> copied.executions().equals(executed));

        lb.ctl("pools", "set", "next", "health-check.interval=500ms", "health-check.timeout=500ms")
                .ok();
        copied.pause();
        Await.until(
                "it is out",
                PATIENCE,
                () -> lb.said().contains("pool=next backend=" + copied.address() + " event=down"));
        try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 4, 100)) {
            load.awaitMore(200, 50);
            load.stop();
            assertThat(load.failures()).as(lb.said()).isEmpty();
            Await.until(
                    "nobody is asked",
                    PATIENCE,
                    () -> mirrored("dropped_none_eligible") == load.count(200),
                    this::told);
        }
    }

    private double mirrored(String result) {
        try {
            return lb.metric("lb_mirrored_total", "route=\"all\"", "result=\"" + result + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double sum() {
        return List.of(
                        "sent",
                        "failed",
                        "dropped_body",
                        "dropped_incomplete",
                        "dropped_busy",
                        "dropped_memory",
                        "dropped_none_eligible",
                        "dropped_copy")
                .stream()
                .mapToDouble(this::mirrored)
                .sum();
    }

    private String told() {
        return "sent " + mirrored("sent") + ", failed " + mirrored("failed") + ", busy " + mirrored("dropped_busy")
                + "\n" + lb.said();
    }
}

package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import dev.fairlead.server.demo.ExampleBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file changes while the server runs. */
class ReloadIT {

    private ExampleBackend a;
    private ExampleBackend b;
    private LbProcess lb;

    @BeforeEach
    void start() throws IOException {
        a = ExampleBackend.start("a", 0);
        b = ExampleBackend.start("b", 0);
        lb = LbProcess.over(List.of(a.address()), "");
        lb.awaitHealthy(1);
    }

    @AfterEach
    void stop() {
        lb.close();
        a.close();
        b.close();
    }

    @Test
    void changedFileIsTakenOverByItself() throws IOException {
        lb.rewrite(LbProcess.configuration(List.of(a.address(), b.address()), "strategy = least_connections"));
        Await.until("the change is routed by", Duration.ofSeconds(10), () -> healthy() == 2, lb::said);
        assertThat(lb.page("/lb-stats").getString("algorithm")).isEqualTo("LeastConnections");
    }

    @Test
    void hangUpReloadsUnderLoadWithoutAFailedRequest() throws IOException {
        try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 8, 200)) {
            load.awaitMore(200, 20);
            for (int round = 0; round < 5; round++) {
                moveTo(a, b);
                moveTo(b, a);
            }
            load.stop();

            assertThat(load.failures()).as(lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
        }
    }

    /** The way operators replace a backend: the new one joins, and when it is up the old one leaves. */
    private void moveTo(ExampleBackend from, ExampleBackend to) throws IOException {
        hangUpWith(LbProcess.configuration(List.of(from.address(), to.address()), ""), "accepted");
        lb.awaitHealthy(2);
        hangUpWith(LbProcess.configuration(List.of(to.address()), ""), "accepted");
        assertThat(lb.get("/").header("X-Backend-Server")).isEqualTo(to.address());
    }

    @Test
    void badFileChangesNothingAndSaysWhy() throws IOException {
        hangUpWith("lb { listen = \"127.0.0.1:0\", pools.default.backends = [ \"127.0.0.1\" ] }", "refused");
        assertThat(healthy()).isEqualTo(1);
        assertThat(lb.get("/").status()).isEqualTo(200);
        assertThat(lb.process().err()).anyMatch(line -> line.contains("lb.conf:1") && line.contains("no port"));
    }

    @Test
    void whatNeedsARestartIsRefusedByName() throws IOException {
        hangUpWith(LbProcess.configuration(List.of(b.address()), "").replace("lb {", "lb { io-threads = 7"), "refused");
        assertThat(lb.get("/").json().getString("name")).isEqualTo("a");
        assertThat(lb.process().err()).anyMatch(line -> line.contains("lb.io-threads") && line.contains("restart"));
    }

    private void hangUpWith(String configuration, String result) throws IOException {
        double before = reloads(result);
        lb.rewrite(configuration);
        lb.process().signal("HUP");
        Await.until("the reload is " + result, Duration.ofSeconds(10), () -> reloads(result) > before, lb::said);
    }

    private double reloads(String result) throws IOException {
        return lb.metric("lb_config_reloads_total", "result=\"" + result + "\"");
    }

    private int healthy() throws IOException {
        return lb.page("/lb-health").getInt("healthy_backends");
    }
}

package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backend still accepts connections and says nothing more: the kernel answers for a stopped process. */
class HungBackendIT {

    private List<BackendProcess> backends;

    @BeforeEach
    void start() {
        backends = Stream.of("a", "b", "c").map(BackendProcess::start).toList();
    }

    @AfterEach
    void stop() {
        backends.forEach(BackendProcess::close);
    }

    @Test
    void timeoutPerTrySavesEveryRequest() {
        BackendProcess hung = backends.get(0);
        try (LbProcess lb = over("timeouts.per-try = 1s");
                LoadLoop load = LoadLoop.gets(lb.data(), "/", 8, 30)) {
            load.awaitMore(200, 30);
            hung.pause();
            awaitOut(lb, hung);
            load.awaitMore(200, 60);
            load.stop();

            assertThat(load.failures()).as(lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
            assertThat(load.slowest().toMillis()).isGreaterThan(900);
        }
    }

    @Test
    void whatTheBudgetRefusesIsACounted504() throws IOException {
        BackendProcess hung = backends.get(0);
        try (LbProcess lb = over("timeouts.first-byte = 2s, retry.budget { percent = 0, min-per-second = 1 }");
                LoadLoop load = LoadLoop.gets(lb.data(), "/", 64, 200)) {
            load.awaitMore(200, 100);
            hung.pause();
            awaitOut(lb, hung);
            load.awaitMore(200, 200);
            load.stop();

            assertThat(load.failures()).as(lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200, 504);
            assertThat(lb.metric("lb_requests_total", "pool=\"default\"", "code=\"5xx\""))
                    .isEqualTo(load.count(504));
        }
    }

    private LbProcess over(String settings) {
        LbProcess lb = LbProcess.over(
                backends.stream().map(BackendProcess::address).toList(), "strategy = round_robin, " + settings);
        lb.awaitHealthy(3);
        return lb;
    }

    private static void awaitOut(LbProcess lb, BackendProcess hung) {
        Await.until("it is out", () -> !healthy(lb, hung));
    }

    private static boolean healthy(LbProcess lb, BackendProcess backend) throws IOException {
        return lb.page("/lb-health").getConfigList("backends").stream()
                .filter(each -> each.getString("address").equals(backend.address()))
                .map(Config::root)
                .allMatch(each -> each.toConfig().getBoolean("healthy"));
    }
}

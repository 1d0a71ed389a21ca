package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
    void itIsOutBeforeItsTwentiethTimeoutWithoutProbesToo() {
        BackendProcess hung = backends.get(0);
        try (LbProcess lb = over("timeouts.per-try = 1s, health-check.type = none");
                LoadLoop load = LoadLoop.gets(lb.data(), "/", 16, 40)) { // so many can wait for it at a time
            load.awaitMore(200, 60);
            hung.pause();
            Await.until("it is out", Duration.ofSeconds(30), () -> timeoutsUntilEjected(lb, hung) > 0, lb::said);
            load.stop();

            assertThat(timeoutsUntilEjected(lb, hung)).as(lb.said()).isLessThan(20);
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
        }
    }

    @Test
    @Tag("stress")
    void nobodyNoticesItAtFiveHundredRequestsASecond() {
        BackendProcess hung = backends.get(0);
        try (LbProcess lb = over("timeouts.per-try = 1s");
                LoadLoop load = LoadLoop.gets(lb.data(), "/", 300, 500)) {
            load.awaitMore(200, 5_000);
            hung.pause();
            awaitOut(lb, hung);
            load.awaitMore(200, 2_000);
            load.stop();

            assertThat(timeoutsUntilEjected(lb, hung)).as(lb.said()).isBetween(5, 19);
            assertThat(load.failures()).as(lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
        }
    }

    /** As the first line of the log about it says; 0 if there is none. */
    private static int timeoutsUntilEjected(LbProcess lb, BackendProcess hung) {
        Matcher said = Pattern.compile("backend=" + hung.address() + " event=ejected cause=\"([0-9]+) of")
                .matcher(lb.said());
        return said.find() ? Integer.parseInt(said.group(1)) : 0;
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

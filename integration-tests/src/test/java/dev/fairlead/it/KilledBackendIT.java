package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.LoadLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backend dies without a word, at the default settings. */
class KilledBackendIT {

    private static final int RATE = 500;
    private static final Duration DOWN_INTERVAL = Duration.ofSeconds(5);

    private List<BackendProcess> backends;
    private LbProcess lb;

    @BeforeEach
    void start() {
        backends = Stream.of("a", "b", "c").map(BackendProcess::start).toList();
        lb = LbProcess.over(backends.stream().map(BackendProcess::address).toList(), "strategy = round_robin");
        lb.awaitHealthy(3);
    }

    @AfterEach
    void stop() {
        lb.close();
        backends.forEach(BackendProcess::close);
    }

    @Test
    void nobodyNoticesADeadBackendAndItComesBack() {
        BackendProcess victim = backends.get(1);
        try (LoadLoop load = LoadLoop.gets(lb.data(), "/", 16, RATE)) {
            load.awaitMore(200, RATE);
            victim.kill();
            load.awaitMore(200, 2 * RATE);
            victim.restart();
            long before = load.from(victim.address());
            Await.until(
                    "it gets requests again",
                    DOWN_INTERVAL.plusSeconds(2),
                    () -> load.from(victim.address()) > before,
                    lb::said);
            load.awaitMore(200, RATE);
            load.stop();

            assertThat(load.failures()).as(load + "\n" + lb.said()).isEmpty();
            assertThat(load.statuses()).as(lb.said()).containsOnlyKeys(200);
        }
    }

    @Test
    void noPostIsExecutedTwice() {
        BackendProcess victim = backends.get(2);
        try (LoadLoop load = LoadLoop.posts(lb.data(), "/orders?n=", 16, RATE)) {
            load.awaitMore(200, RATE);
            victim.kill();
            load.awaitMore(200, RATE);
            load.stop();

            Map<String, Integer> executions = new HashMap<>();
            for (BackendProcess backend : backends) {
                backend.executions().forEach((order, times) -> executions.merge(order, times, Integer::sum));
            }
            assertThat(executions).hasSizeGreaterThanOrEqualTo((int) load.count(200));
            assertThat(executions.values()).containsOnly(1);
            // What was on its way when it died cannot be asked again, and is told so.
            assertThat(load.statuses().keySet()).isSubsetOf(200, 502);
            assertThat(load.failures()).as(lb.said()).isEmpty();
        }
    }
}

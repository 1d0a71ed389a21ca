package dev.fairlead.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.observe.TestTables;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrafficSamplerTest {

    private static final Pool POOL = Pool.named("default")
            .withBackends(List.of(
                    Backend.at("127.0.0.1:3001").withId("a"),
                    Backend.at("127.0.0.1:3002").withId("b")));

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 3_000_000_000L);
    private TestTables tables;
    private TrafficSampler sampler;
    private RunningBackend a;
    private RunningBackend b;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        tables.pool(POOL, Map.of());
        a = tables.running(POOL, POOL.backends().get(0));
        b = tables.running(POOL, POOL.backends().get(1));
        sampler = new TrafficSampler(tables.tables(), now::get);
    }

    @AfterEach
    void close() {
        sampler.close();
        tables.close();
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            now.addAndGet(1_000_000_000L);
            sampler.sample();
        }
    }

    private static void answered(RunningBackend backend, int times, Duration latency) {
        for (int i = 0; i < times; i++) {
            backend.counters().begun(0);
            backend.counters().responded(0, 200, latency.toNanos());
        }
    }

    @Test
    void ratesAndSharesAreOfTheLastTenSeconds() {
        answered(a, 300, Duration.ofMillis(1));
        answered(b, 100, Duration.ofMillis(1));
        seconds(1);
        assertThat(sampler.of(a).attemptsPerSecond()).isEqualTo(300);
        seconds(9);
        assertThat(sampler.of(a).attemptsPerSecond()).isEqualTo(30);
        assertThat(sampler.of(a).share()).isEqualTo(0.75);
        assertThat(sampler.of(b).share()).isEqualTo(0.25);

        answered(b, 50, Duration.ofMillis(1));
        seconds(1);
        assertThat(sampler.of(a)).isEqualTo(BackendTraffic.NONE);
        assertThat(sampler.of(b).share()).isEqualTo(1);
        assertThat(sampler.of(b).attemptsPerSecond()).isEqualTo(5);
    }

    @Test
    void lateTicksChangeNoRate() {
        answered(a, 300, Duration.ofMillis(1));
        now.addAndGet(3_000_000_000L);
        sampler.sample();
        assertThat(sampler.of(a).attemptsPerSecond()).isEqualTo(100);
    }

    @Test
    void latenciesAreToldWithinSixPercent() {
        answered(a, 90, Duration.ofMillis(3));
        answered(a, 10, Duration.ofMillis(300));
        seconds(1);
        Quantiles latency = sampler.of(a).latency();
        assertThat(latency.p50()).isCloseTo(0.003, withinPercentage(6));
        assertThat(latency.p90()).isCloseTo(0.003, withinPercentage(6));
        assertThat(latency.p99()).isCloseTo(0.3, withinPercentage(6));
        assertThat(sampler.of(b).latency().isEmpty()).isTrue();
    }

    @Test
    void attemptsThatAreStillUnderWayCountForTheShare() {
        a.counters().begun(0);
        seconds(1);
        assertThat(sampler.of(a).share()).isEqualTo(1);
        assertThat(sampler.of(a).latency()).isEqualTo(Quantiles.NONE);
    }

    @Test
    void whatIsNotDeclaredAnyMoreIsForgotten() {
        answered(a, 1, Duration.ofMillis(1));
        seconds(1);
        tables.pool(POOL.withBackends(List.of(POOL.backends().get(1))), Map.of());
        seconds(1);
        assertThat(sampler.of(a)).isEqualTo(BackendTraffic.NONE);
        assertThat(sampler.of("nowhere")).isEqualTo(PoolTraffic.NONE);
    }

    @Test
    void whatIsBeyondTheScaleIsToldAsItsEnd() {
        answered(a, 1, Duration.ofMinutes(10));
        seconds(1);
        assertThat(sampler.of(a).latency().p50()).isCloseTo(600, withinPercentage(6));
        answered(a, 10, Duration.ofDays(1));
        seconds(1);
        assertThat(sampler.of(a).latency().p50()).isCloseTo((1L << 42) / 1e9, withinPercentage(6));
    }
}

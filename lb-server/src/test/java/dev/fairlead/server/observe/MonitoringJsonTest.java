package dev.fairlead.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.routing.Eligibility;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitoringJsonTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:20Z");
    private static final Backend FIRST = Backend.at("127.0.0.1:3001");
    private static final Backend SECOND = Backend.at("127.0.0.1:3002").withWeight(3);
    private static final Pool POOL = Pool.named("default").withBackends(List.of(FIRST, SECOND));

    private TestTables tables;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
    }

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void healthSaysOkWhileAllAreEligible() {
        tables.pool(POOL, Map.of());
        tables.probed(POOL, FIRST.id(), Duration.ofMillis(1), NOW);
        tables.running(POOL, SECOND).enter();

        assertThat(MonitoringJson.health(tables.tables().current()))
                .isEqualTo(
                        "{\"status\":\"ok\",\"healthy_backends\":2,\"total_backends\":2,\"backends\":["
                                + "{\"address\":\"127.0.0.1:3001\",\"healthy\":true,\"connections\":0,\"response_time_ms\":1,\"reason\":\"\"},"
                                + "{\"address\":\"127.0.0.1:3002\",\"healthy\":true,\"connections\":1,\"response_time_ms\":null,\"reason\":\"\"}]}");
    }

    @Test
    void healthSaysDegradedAndWhy() {
        tables.pool(POOL, Map.of(FIRST.id(), Eligibility.down("GET /health answered 404, expected 200-299")));

        assertThat(MonitoringJson.health(tables.tables().current()))
                .startsWith("{\"status\":\"degraded\",\"healthy_backends\":1,\"total_backends\":2,")
                .contains("\"healthy\":false,\"connections\":0,\"response_time_ms\":null,"
                        + "\"reason\":\"GET /health answered 404, expected 200-299\"");
        assertThat(MonitoringJson.isServing(tables.tables().current())).isTrue();
    }

    @Test
    void healthSaysDownWhenNobodyIsEligible() {
        Pool drained = POOL.withBackends(List.of(FIRST.withAdminState(AdminState.DRAIN), SECOND.withWeight(0)));
        tables.pool(drained, Map.of());

        assertThat(MonitoringJson.health(tables.tables().current()))
                .startsWith("{\"status\":\"down\",\"healthy_backends\":0,\"total_backends\":2,");
        assertThat(MonitoringJson.isServing(tables.tables().current())).isFalse();
    }

    @Test
    void lastSuspectThatStillGetsTrafficIsHealthy() {
        tables.pool(
                POOL,
                Map.of(FIRST.id(), Eligibility.suspect("reset"), SECOND.id(), Eligibility.down("connect refused")));

        assertThat(MonitoringJson.health(tables.tables().current()))
                .startsWith("{\"status\":\"degraded\",\"healthy_backends\":1,");
    }

    @Test
    void statsTellAlgorithmWeightAndLastProbe() {
        tables.pool(POOL.withStrategy(StrategyChoice.of("round_robin")), Map.of());
        tables.probed(POOL, FIRST.id(), Duration.ofNanos(4_600_000), NOW.minusSeconds(15));

        assertThat(MonitoringJson.stats(tables.tables().current(), NOW))
                .isEqualTo(
                        "{\"algorithm\":\"RoundRobin\",\"backends\":["
                                + "{\"address\":\"127.0.0.1:3001\",\"healthy\":true,\"connections\":0,\"weight\":1,\"response_time_ms\":5,\"last_health_check\":15},"
                                + "{\"address\":\"127.0.0.1:3002\",\"healthy\":true,\"connections\":0,\"weight\":3,\"response_time_ms\":null,\"last_health_check\":null}]}");
    }

    @Test
    void otherPoolsLieBelow() {
        tables.pool(POOL, Map.of());
        tables.pool(Pool.named("api").withBackends(List.of(FIRST)), Map.of());

        assertThat(MonitoringJson.health(tables.tables().current()))
                .startsWith("{\"status\":\"ok\",\"healthy_backends\":2,")
                .contains("],\"pools\":{\"api\":{\"status\":\"ok\",\"healthy_backends\":1,\"total_backends\":1,");
    }

    @Test
    void algorithmsHaveTheirOldNames() {
        assertThat(List.of("weighted_round_robin", "p2c", "peak_ewma", "first", "com.example.mine"))
                .extracting(AlgorithmName::of)
                .containsExactly("WeightedRoundRobin", "P2c", "PeakEwma", "First", "com.example.mine");
    }
}

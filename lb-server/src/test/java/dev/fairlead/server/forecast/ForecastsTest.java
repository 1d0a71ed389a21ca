package dev.fairlead.server.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.observe.TestTables;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.traffic.TrafficSampler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastsTest {

    private static final double CLOSE = 0.03;

    private final AtomicLong now = new AtomicLong();
    private final TestingStrategies strategies = new TestingStrategies();
    private TestTables tables;
    private TrafficSampler traffic;
    private Forecasts forecasts;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        traffic = new TrafficSampler(tables.tables(), now::get);
        forecasts = new Forecasts(strategies.all(), traffic);
    }

    @AfterEach
    void close() {
        traffic.close();
        strategies.close();
        tables.close();
    }

    private static Pool pool(String strategy, Backend... backends) {
        return Pool.named("default").withStrategy(StrategyChoice.of(strategy)).withBackends(List.of(backends));
    }

    private static Backend backend(int number) {
        return Backend.at("127.0.0.1:" + (3000 + number)).withId("b" + number);
    }

    private PoolTable table(Pool pool) {
        return table(pool, Map.of());
    }

    private PoolTable table(Pool pool, Map<String, Eligibility> others) {
        tables.pool(pool, others);
        PoolTable table = tables.tables().current().pool(pool.name());
        assertThat(table).isNotNull();
        return table;
    }

    /** A table that could never be published. */
    private PoolTable failing(Pool pool) {
        PoolTable served = table(pool.withStrategy(StrategyChoice.of("round_robin")));
        return new PoolTableDraft(pool, served.backends(), served.generation())
                .with(served.selector(), pool.strategy().name(), served.runtime());
    }

    private Forecast forecast(@Nullable PoolTable before, @Nullable PoolTable after) throws Exception {
        return forecasts.of(before, after).get(20, TimeUnit.SECONDS);
    }

    private static Map<String, Double> after(Forecast forecast) {
        return forecast.shares().stream()
                .filter(share -> share.after().isPresent())
                .collect(Collectors.toMap(
                        Forecast.Share::backend, share -> share.after().getAsDouble()));
    }

    private static Map<String, Double> before(Forecast forecast) {
        return forecast.shares().stream()
                .filter(share -> share.before().isPresent())
                .collect(Collectors.toMap(
                        Forecast.Share::backend, share -> share.before().getAsDouble()));
    }

    /** A second of traffic with these latencies for b1, b2, …. */
    private void measured(Pool pool, int requests, Duration... latencies) {
        for (int i = 0; i < latencies.length; i++) {
            RunningBackend running = tables.running(pool, pool.backends().get(i));
            for (int n = 0; n < requests; n++) {
                running.counters().begun(0);
                running.counters().responded(0, 200, latencies[i].toNanos());
            }
        }
        now.addAndGet(1_000_000_000);
        traffic.sample();
    }

    @Test
    void weightsBecomeShares() throws Exception {
        PoolTable before = table(pool("weighted_round_robin", backend(1), backend(2)));
        PoolTable after =
                table(pool("weighted_round_robin", backend(1), backend(2).withWeight(3)));
        Forecast forecast = forecast(before, after);

        assertThat(before(forecast).get("b1")).isEqualTo(0.5, within(0.001));
        assertThat(after(forecast).get("b1")).isEqualTo(0.25, within(0.001));
        assertThat(after(forecast).get("b2")).isEqualTo(0.75, within(0.001));
        assertThat(forecast.method())
                .isEqualTo(
                        "10,000 synthetic requests in virtual time at 100/s (assumed, because there was no traffic), "
                                + "chosen by fresh instances of weighted_round_robin with seed 42, "
                                + "all backends assumed equally fast, because none was measured");
    }

    @Test
    void whoTakesNothingHasNoShare() throws Exception {
        PoolTable before = table(pool("round_robin", backend(1), backend(2), backend(3)));
        PoolTable after = table(
                pool("round_robin", backend(1).withAdminState(AdminState.DRAIN), backend(2), backend(4), backend(5)),
                Map.of(
                        "b4", Eligibility.unknown("not probed yet"),
                        "b5", Eligibility.down("refused")));
        Forecast forecast = forecast(before, after);

        assertThat(forecast.shares()).extracting(Forecast.Share::backend).containsExactly("b1", "b2", "b4", "b5", "b3");
        assertThat(before(forecast)).containsOnlyKeys("b1", "b2", "b3");
        assertThat(after(forecast)).containsOnlyKeys("b2", "b4");
        assertThat(after(forecast).get("b4")).isEqualTo(0.5, within(0.001));
        assertThat(forecast.method()).endsWith("; b4 assumed up, not probed yet");
    }

    @Test
    void whoIsSlowGetsLessFromAStrategyThatLooksAtTheLoad() throws Exception {
        Pool pool = pool("least_connections", backend(1), backend(2));
        PoolTable table = table(pool);
        measured(pool, 1000, Duration.ofMillis(1), Duration.ofMillis(9));
        Forecast forecast = forecast(table, table(pool("p2c", backend(1), backend(2))));

        assertThat(before(forecast).get("b2")).isLessThan(0.4);
        assertThat(after(forecast).get("b2")).isLessThan(0.4);
        assertThat(forecast.method())
                .contains("least_connections (before) and p2c (after)", "with the latencies of the last ten seconds");
    }

    @Test
    void whatIsNotMeasuredIsTakenAsFastAsTheOthers() throws Exception {
        Pool pool = pool("least_connections", backend(1), backend(2));
        PoolTable before = table(pool);
        measured(pool, 100, Duration.ofMillis(20), Duration.ofMillis(20));
        Forecast forecast = forecast(before, table(pool("least_connections", backend(1), backend(2), backend(3))));

        after(forecast).values().forEach(share -> assertThat(share).isEqualTo(1.0 / 3, within(CLOSE)));
        assertThat(forecast.method()).endsWith("; b3 assumed as fast as the others");
    }

    /** Ten thousand keys spread by their hash, so that each backend gets about its part. */
    @ParameterizedTest
    @ValueSource(strings = {"ip_hash", "ring_hash", "maglev", "rendezvous"})
    void hashStrategiesSeeManyKeys(String strategy) throws Exception {
        PoolTable table = table(pool(strategy, backend(1), backend(2), backend(3), backend(4)));
        assertThat(after(forecast(table, table)).values())
                .hasSize(4)
                .allSatisfy(share -> assertThat(share).isEqualTo(0.25, within(0.06)));
    }

    @Test
    void theSameQuestionHasTheSameAnswer() throws Exception {
        PoolTable table = table(pool("peak_ewma", backend(1), backend(2), backend(3)));
        assertThat(forecast(table, table)).isEqualTo(forecast(table, table));
        Forecast forecast = forecast(table, table);
        assertThat(before(forecast)).isEqualTo(after(forecast));
    }

    @Test
    void aPoolThatComesOrGoesHasOneSide() throws Exception {
        PoolTable table = table(pool("random", backend(1)));
        assertThat(before(forecast(null, table))).isEmpty();
        assertThat(after(forecast(null, table))).isEqualTo(Map.of("b1", 1.0));
        assertThat(after(forecast(table, null))).isEmpty();
        assertThat(forecast(null, table(pool("random"))).method()).isEqualTo("no backend takes requests");
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws_in_create", "throws_in_rebuild", "throws_in_select", "answers_a_stranger"})
    void aStrategyThatFailsIsSaidToHaveFailed(String strategy) throws Exception {
        PoolTable before = table(pool("round_robin", backend(1)));
        Forecast forecast = forecast(before, failing(pool(strategy, backend(1))));

        assertThat(before(forecast)).isEqualTo(Map.of("b1", 1.0));
        assertThat(after(forecast)).isEmpty();
        assertThat(forecast.method())
                .contains("; no shares after: strategy " + strategy + ", tried out for pool default,");
    }

    @Test
    void aStrategyThatHangsIsGivenUpAfterItsDeadline() throws Exception {
        PoolTable before = table(pool("round_robin", backend(1)));
        Forecast forecast = forecast(before, failing(pool("hangs_in_select", backend(1))));

        assertThat(forecast.method()).contains("took longer than " + TestingStrategies.DEADLINE.toMillis() + " ms");
        assertThat(before(forecast)).isEqualTo(Map.of("b1", 1.0));
    }
}

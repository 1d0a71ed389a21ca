package dev.fairlead.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Monitoring;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RandomSettings;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.SocketAddressSpec;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.desired.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreeWayTest {
    private static final Backend A = Backend.at("10.0.0.1:80").withId("a");
    private static final Backend B = Backend.at("10.0.0.2:80").withId("b");
    private static final Backend C = Backend.at("10.0.0.3:80").withId("c");

    private final DesiredState base = backends(A, B);

    /** Of one backend: its weight in each of the three, and what comes of it; a hyphen where it is not declared. */
    @ParameterizedTest(name = "applied last {0}, file now {1}, running {2} -> {3}")
    @CsvSource({
        // nobody changed anything
        "1, 1, 1, 1",
        // changed at run time alone
        "1, 1, 5, 5",
        "1, 1, -, -",
        "-, -, 5, 5",
        // changed in the file alone
        "1, 3, 1, 3",
        "1, -, 1, -",
        "-, 3, -, 3",
        // changed in both: the file wins
        "1, 3, 5, 3",
        "1, -, 5, -",
        "1, 3, -, 3",
        "-, 3, 5, 3",
        "1, -, -, -",
    })
    void theRule(String before, String now, String live, String expected) {
        assertThat(ThreeWay.merge(weighing(before), weighing(now), weighing(live)))
                .isEqualTo(weighing(expected));
    }

    private static DesiredState weighing(String weight) {
        return weight.equals("-") ? backends(B) : backends(B, A.withWeight(Integer.parseInt(weight)));
    }

    @Test
    void anOrderThatTheFileDoesNotChangeStaysAsItIs() {
        assertThat(ThreeWay.merge(base, base, backends(B, C, A))).isEqualTo(backends(B, C, A));
        assertThat(ThreeWay.merge(base, backends(B, A), backends(A, B, C))).isEqualTo(backends(B, A, C));
    }

    @Test
    void aSectionIsMergedSettingBySetting() {
        HealthPolicy health = HealthPolicy.DEFAULT;
        DesiredState file = base.withPool(pool(base).withHealthCheck(health.withPath("/ready")));
        DesiredState running = base.withPool(pool(base)
                .withHealthCheck(health.withTimeout(Duration.ofSeconds(1)).withPath("/live")));
        assertThat(pool(ThreeWay.merge(base, file, running)).healthCheck())
                .isEqualTo(health.withTimeout(Duration.ofSeconds(1)).withPath("/ready"));
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        DesiredState file = DesiredState.initial().withFrontend(withStatsPath(Frontend.DEFAULT, "/health"));
        DesiredState running = DesiredState.initial().withFrontend(withHealthPath(Frontend.DEFAULT, "/health"));
        assertThatThrownBy(() -> ThreeWay.merge(DesiredState.initial(), file, running))
                .isInstanceOf(ChangeRefused.class)
                .hasMessageContaining("monitoring.stats-path: \"/health\" is the health path too")
                .hasMessageContaining("changed at run time: monitoring.health-path /lb-health -> /health; undo");
    }

    private static Frontend withStatsPath(Frontend frontend, String path) {
        Monitoring now = frontend.monitoring();
        return frontend.withMonitoring(new Monitoring(now.paths(), now.healthPath(), path, now.allow()));
    }

    private static Frontend withHealthPath(Frontend frontend, String path) {
        Monitoring now = frontend.monitoring();
        return frontend.withMonitoring(new Monitoring(now.paths(), path, now.statsPath(), now.allow()));
    }

    @Test
    void anUntouchedFileChangesNothing() {
        DesiredState running = backends(A.withWeight(5), C);
        assertThat(ThreeWay.merge(base, base, running)).isEqualTo(running);
    }

    @Test
    void whatChangedInTheFileWinsAndTheRestStays() {
        DesiredState file = backends(A.withWeight(3), B);
        DesiredState running = backends(A.withWeight(5).withAdminState(AdminState.DRAIN), B.withWeight(9));
        assertThat(ThreeWay.merge(base, file, running))
                .isEqualTo(backends(A.withWeight(3).withAdminState(AdminState.DRAIN), B.withWeight(9)));
    }

    @Test
    void removedFromTheFileIsRemovedAndAddedAtRunTimeStays() {
        assertThat(ThreeWay.merge(base, backends(B), backends(A.withWeight(2), B, C)))
                .isEqualTo(backends(B, C));
    }

    @Test
    void removedAtRunTimeStaysAwayUntilTheFileChangesIt() {
        DesiredState running = backends(B);
        assertThat(ThreeWay.merge(base, backends(A, B, C), running)).isEqualTo(backends(B, C));
        assertThat(ThreeWay.merge(base, backends(A.withWeight(4), B), running)).isEqualTo(backends(A.withWeight(4), B));
    }

    @Test
    void addedOnBothSidesTheFileWins() {
        assertThat(ThreeWay.merge(base, backends(A, B, C), backends(A, B, C.withWeight(7))))
                .isEqualTo(backends(A, B, C));
    }

    @Test
    void maintenanceStaysWhenTheBackendIsWrittenIntoTheFile() {
        DesiredState running = backends(A, B, C.withWeight(7).withAdminState(AdminState.MAINT));
        assertThat(ThreeWay.merge(base, backends(A, B, C), running))
                .isEqualTo(backends(A, B, C.withAdminState(AdminState.MAINT)));
        assertThat(ThreeWay.merge(base, backends(A, B, C.withAdminState(AdminState.DRAIN)), running))
                .isEqualTo(backends(A, B, C.withAdminState(AdminState.DRAIN)));
    }

    @Test
    void maintenanceStaysWhenItsWholePoolIsWrittenIntoTheFile() {
        Pool written = Pool.named("web").withMinHealthy(2).withBackend(A);
        DesiredState running = base.withPool(Pool.named("web")
                .withBackend(A.withAdminState(AdminState.MAINT))
                .withBackend(C));
        assertThat(ThreeWay.merge(base, base.withPool(written), running))
                .isEqualTo(base.withPool(
                        written.withBackend(A.withAdminState(AdminState.MAINT)).withBackend(C)));
    }

    @Test
    void policiesAndFrontendFollowTheSameRuleSettingBySetting() {
        Limits others = new RandomSettings(new SplittableRandom(1)).unlike(Limits.DEFAULT);
        DesiredState file = base.withPool(pool(base).withStrategy(StrategyChoice.of("p2c")))
                .withFrontend(base.frontend().withListen(new SocketAddressSpec("127.0.0.1", 9000)));
        DesiredState running = base.withPool(
                        pool(base).withStrategy(StrategyChoice.of("random")).withMinHealthy(2))
                .withFrontend(base.frontend().withLimits(others));
        DesiredState merged = ThreeWay.merge(base, file, running);
        assertThat(pool(merged).strategy().name()).isEqualTo("p2c");
        assertThat(pool(merged).minHealthy()).isEqualTo(2);
        assertThat(merged.frontend().listen().port()).isEqualTo(9000);
        assertThat(merged.frontend().limits()).isEqualTo(others);
    }

    @Test
    void poolsComeAndGoLikeBackends() {
        DesiredState withFilePool = base.withPool(Pool.named("file"));
        DesiredState running = withFilePool.withPool(Pool.named("runtime"));
        DesiredState merged = ThreeWay.merge(withFilePool, base.withPool(Pool.named("new")), running);
        assertThat(merged.pools()).containsOnlyKeys("default", "new", "runtime");
    }

    @Test
    void differencesAreNamedOneByOne() {
        DesiredState after = backends(A.withWeight(2), C).withPool(Pool.named("other"));
        assertThat(Differences.between(base, after))
                .containsExactlyInAnyOrder(
                        "pool default backend a weight 1 -> 2",
                        "pool default backend b removed",
                        "pool default backend c added at http://10.0.0.3:80",
                        "pool other added");
        assertThat(Differences.between(base, base)).isEmpty();
        DesiredState tuned = base.withPool(pool(base)
                        .withHealthCheck(HealthPolicy.DEFAULT
                                .withType(HealthType.TCP)
                                .withExpect(StatusRanges.parse("200,204"), ""))
                        .withTimeouts(Timeouts.DEFAULT.withPerTry(Duration.ofSeconds(1)))
                        .withRetry(RetryPolicy.DEFAULT
                                .withMethods(Set.of("GET"))
                                .withOn(List.of(RetryCause.CONNECT_FAILURE, RetryCause.RESET, RetryCause.status(502)))
                                .withBudget(10, 3)))
                .withFrontend(base.frontend().withLimits(Limits.DEFAULT.withHeader(1024)));
        assertThat(Differences.between(base, tuned))
                .containsExactly(
                        "limits.header 32KiB -> 1KiB",
                        "pool default health-check.type http -> tcp",
                        "pool default health-check.expect.status 200-299 -> 200,204",
                        "pool default timeouts.per-try 0s -> 1s",
                        "pool default retry.methods [GET, HEAD, OPTIONS, PUT, DELETE] -> [GET]",
                        "pool default retry.on [connect-failure, reset, timeout, 502, 503, 504] -> [connect-failure,"
                                + " reset, 502]",
                        "pool default retry.budget.percent 20% -> 10%");
    }

    private static Pool pool(DesiredState state) {
        return state.pool("default").orElseThrow();
    }

    private static DesiredState backends(Backend... backends) {
        return DesiredState.initial().withPool(Pool.named("default").withBackends(List.of(backends)));
    }
}

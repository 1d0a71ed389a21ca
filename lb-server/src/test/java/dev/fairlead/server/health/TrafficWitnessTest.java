package dev.fairlead.server.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traffic as a witness: whom it takes out, for how long, and whom it leaves alone. In virtual time. */
class TrafficWitnessTest {
    private static final MonitorSettings PROBED = MonitorSettings.of(HealthPolicy.DEFAULT);
    private static final MonitorSettings UNPROBED = MonitorSettings.of(HealthPolicy.DEFAULT.withType(HealthType.NONE));
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private PoolTraffic pool;

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, round_robin",
        "GET, random",
        "GET, ip_hash",
        "GET, maglev",
        "POST, random",
        "DELETE, p2c",
    })
    void pathOnWhichEveryBackendHangsUpTakesNobodyOut(String method, String strategy) throws IOException {
        for (MonitorSettings terms : List.of(PROBED, UNPROBED)) {
            pool = new PoolTraffic(
                    10, strategy, terms, (backend, how, path) -> path.equals("/bad") ? FailureKind.RESET : null);
            pool.run(MINUTE, 200, 40, method, "/bad");

            assertThat(pool.fewest()).isEqualTo(10);
            assertThat(pool.transitions()).isZero();
            pool.close();
        }
        pool = new PoolTraffic(1, "random", PROBED, (backend, how, path) -> null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"round_robin", "ip_hash"})
    void pathThatComesToOneBackendAtATimeCostsEachAMomentAtMost(String strategy) throws IOException {
        // Not tried again, and in step with rotation, or always of one client: no neighbour ever sees it.
        open(10, strategy, UNPROBED, (backend, how, path) -> path.equals("/bad") ? FailureKind.RESET : null);
        pool.run(MINUTE, 200, 40, "POST", "/bad");
        assertThat(pool.fewest()).isGreaterThanOrEqualTo(5);
        int before = pool.transitions();
        pool.run(MINUTE, 200, 40, "POST", "/bad");

        assertThat(before).isLessThan(30);
        assertThat(pool.transitions() - before).isLessThan(15);
    }

    @Test
    void endlessPathsThatFailEverywhereTakeNobodyOut() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        open(10, "random", UNPROBED, (backend, how, path) -> path.startsWith("/bad") ? FailureKind.RESET : null);
        for (int i = 0; i < 60 * 200; i++) {
            boolean bad = random.nextInt(40) == 0;
            pool.request(bad ? "POST" : "GET", bad ? "/bad" + i : "/");
            pool.time.advance(Duration.ofMillis(5));
        }
        assertThat(pool.transitions()).isLessThanOrEqualTo(4);
        assertThat(pool.fewest()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void allThatFailAlikeStay() throws IOException {
        open(5, "round_robin", PROBED, (backend, how, path) -> FailureKind.RESET);
        pool.run(MINUTE, 100, 2, "POST", "/");

        assertThat(pool.transitions()).isZero();
        assertThat(pool.served()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"10, 200", "3, 5", "2, 5", "3, 500"})
    void oneThatResetsEverythingAndAnswersItsProbesLeaves(int size, int perSecond) throws IOException {
        open(size, "round_robin", PROBED, (backend, how, path) -> backend == 0 ? FailureKind.RESET : null);
        pool.run(Duration.ofSeconds(perSecond < 50 ? 5 : 2), perSecond, 0, "", "");

        HealthEvent out = pool.monitor.history(pool.backends.get(0)).get(1);
        assertThat(out.to()).isEqualTo(HealthState.EJECTED);
        assertThat(out.cause())
                .contains("requests failed here within 10 s, at other backends 0 of ", "a request met: reset");
        assertThat(pool.refused()).isZero();
        pool.run(MINUTE, perSecond, 0, "", "");
        assertThat(pool.attempts().get(0)).isLessThan(120 * perSecond / size / 10 + 50);
        assertThat(pool.fewest()).isEqualTo(size - 1);
        assertThat(pool.transitions()).isLessThan(20);
    }

    @Test
    void oneClientWithOnePathThatOnlyOneBackendCannotServeIsEnough() throws IOException {
        open(
                10,
                "round_robin",
                UNPROBED,
                (backend, how, path) -> backend == 4 && path.equals("/report") ? FailureKind.TRUNCATED : null);
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; pool.state(4) == HealthState.UP && i < 60 * 200; i++) {
            pool.request("GET", random.nextInt(20) == 0 ? "/report" : "/");
            pool.time.advance(Duration.ofMillis(5));
        }
        assertThat(pool.state(4)).isEqualTo(HealthState.EJECTED);
        assertThat(pool.fewest()).isEqualTo(9);
    }

    @Test
    void neighbourThatHasServedFewIsNoMeasureForOneThatHasServedMany() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        // One client, by hash: the other backend sees what is tried again, and nothing else. One request in 200 fails.
        open(2, "ip_hash", UNPROBED, (backend, how, path) -> random.nextInt(200) == 0 ? FailureKind.RESET : null);
        pool.run(MINUTE, 200, 0, "", "");

        assertThat(pool.transitions()).isZero();
    }

    @Test
    void neverAnsweringBackendLeavesBeforeItsTwentiethTimeout() throws IOException {
        for (MonitorSettings terms : List.of(PROBED, UNPROBED)) {
            open(3, "round_robin", terms, (backend, how, path) -> backend == 1 ? FailureKind.PER_TRY_TIMEOUT : null);
            pool.network.taking(pool.backends.get(1), Duration.ofSeconds(5));
            pool.run(Duration.ofSeconds(1), 500, 0, "", "");

            assertThat(pool.attempts().get(1)).isLessThan(20);
            assertThat(pool.state(1)).isEqualTo(HealthState.EJECTED);
            assertThat(pool.refused()).isZero();
            pool.close();
        }
        open(1, "random", PROBED, (backend, how, path) -> null);
    }

    @Test
    void probeThatTrafficAskedForTakesItDownAloneWhenItFails() throws IOException {
        open(3, "round_robin", PROBED, (backend, how, path) -> null);
        pool.network.answering(pool.backends.get(2), 500);

        pool.monitor.requestProbe(pool.backends.get(2), "a request met: reset");
        pool.time.settle();

        assertThat(pool.state(2)).isEqualTo(HealthState.DOWN);
        assertThat(pool.reason(2))
                .isEqualTo("GET /health answered 500, expected 200-299, probed after a request met: reset");
        assertThat(pool.monitor.suspected(SuspicionOutcome.PROBE)).isEqualTo(1);
    }

    @Test
    void badPathAsksForAProbeASecondAtMost() throws IOException {
        open(2, "round_robin", PROBED, (backend, how, path) -> path.equals("/bad") ? FailureKind.RESET : null);
        pool.run(MINUTE, 500, 2, "GET", "/bad");

        assertThat(pool.network.probesOf(pool.backends.get(0))).hasSizeBetween(50, 70);
        assertThat(pool.network.mostOfOne()).isEqualTo(1);
    }

    @Test
    void probesThatHangAreAskedForOneAtATime() throws IOException {
        open(2, "round_robin", PROBED, (backend, how, path) -> path.equals("/bad") ? FailureKind.RESET : null);
        pool.backends.forEach(each -> pool.network.taking(each, Duration.ofSeconds(5)));
        pool.run(MINUTE, 100, 2, "GET", "/bad");

        assertThat(pool.network.probesOf(pool.backends.get(0))).hasSizeLessThan(16);
        assertThat(pool.network.mostOfOne()).isEqualTo(1);
    }

    @Test
    void onlyBackendIsNeverTakenOutByTraffic() throws IOException {
        for (MonitorSettings terms : List.of(PROBED, UNPROBED)) {
            open(1, "round_robin", terms, (backend, how, path) -> FailureKind.RESET);
            pool.run(Duration.ofSeconds(10), 100, 0, "", "");
            pool.monitor.suspect(pool.backends.get(0), "refused");
            pool.time.settle();

            assertThat(pool.transitions()).isZero();
            pool.close();
        }
        open(1, "random", PROBED, (backend, how, path) -> null);
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "10, 9", "50, 5", "100, 1"})
    void boundHoldsHoweverManyAreIll(int maxPercent, int fewest) throws IOException {
        open(10, "round_robin", UNPROBED.withMaxPercent(maxPercent), (backend, how, path) -> FailureKind.CONNECT);
        pool.run(Duration.ofMillis(500), 200, 0, "", "");

        assertThat(pool.fewest()).isEqualTo(fewest);
    }

    @Test
    void thoseThatAreDownDoNotCountTowardsTheBound() throws IOException {
        open(10, "round_robin", PROBED, (backend, how, path) -> null);
        for (int i = 0; i < 6; i++) {
            pool.network.refusing(pool.backends.get(i));
            pool.monitor.suspect(pool.backends.get(i), "refused");
            pool.time.settle();
            assertThat(pool.state(i)).isEqualTo(HealthState.DOWN);
        }
        // Of the four that are left two may go.
        for (int i = 6; i < 10; i++) {
            pool.network.taking(pool.backends.get(i), Duration.ofSeconds(1));
            pool.monitor.suspect(pool.backends.get(i), "refused");
            pool.time.settle();
        }
        assertThat(pool.fewest()).isEqualTo(2);
        assertThat(pool.monitor.suspected(SuspicionOutcome.KEPT)).isEqualTo(2);
    }

    @Test
    void fiveOfTenThatAreIllAreOutTogether() throws IOException {
        open(10, "random", UNPROBED, (backend, how, path) -> backend < 5 ? FailureKind.RESET : null);
        pool.run(Duration.ofSeconds(2), 200, 0, "", "");

        assertThat(pool.fewest()).isEqualTo(5);
        for (int i = 5; i < 10; i++) {
            assertThat(pool.state(i)).isEqualTo(HealthState.UP);
        }
    }

    @Test
    void ejectedBackendThatIsWellAgainStaysInAndIsForgiven() throws IOException {
        boolean[] ill = {true};
        open(3, "round_robin", PROBED, (backend, how, path) -> backend == 0 && ill[0] ? FailureKind.RESET : null);
        pool.run(Duration.ofSeconds(30), 100, 0, "", "");
        ill[0] = false;
        pool.run(Duration.ofSeconds(31), 100, 0, "", "");
        int before = pool.transitions();
        pool.run(Duration.ofMinutes(3), 100, 0, "", "");

        assertThat(pool.state(0)).isEqualTo(HealthState.UP);
        assertThat(pool.transitions()).isEqualTo(before);
        ill[0] = true;
        pool.run(Duration.ofMillis(500), 100, 0, "", "");
        ill[0] = false;
        assertThat(pool.state(0)).isEqualTo(HealthState.EJECTED);
        pool.run(HealthStateMachine.EJECTION, 100, 0, "", "");
        assertThat(pool.state(0)).isEqualTo(HealthState.UP);
    }

    private void open(int size, String strategy, MonitorSettings terms, PoolTraffic.Backends answers)
            throws IOException {
        pool = new PoolTraffic(size, strategy, terms, answers);
    }
}

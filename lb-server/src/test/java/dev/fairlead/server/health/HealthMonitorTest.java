package dev.fairlead.server.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fairlead.server.backend.ProbeReport;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.health.probe.ProbeLimiter;
import dev.fairlead.server.health.probe.ProbeResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {
    private static final int ROOM = 16;
    private static final HealthPolicy POLICY = HealthPolicy.DEFAULT.withJitter(0);
    private static TestWorker worker;

    private final VirtualTime time = new VirtualTime();
    private final ScriptedBackends network = new ScriptedBackends(time);
    private final HealthMonitor monitor = new HealthMonitor(
            new MonitorContext(time, time::nanos, time, new SplittableRandom(3), network, new ProbeLimiter(ROOM)),
            () -> {});
    private final List<String> reports = new ArrayList<>();
    private final RunningBackend backend = worker.backend("127.0.0.1:3001");

    HealthMonitorTest() {
        monitor.subscribe((who, report) -> {
            if (who == backend) {
                reports.add(who.id() + " " + report.state());
            }
        });
    }

    /** Without it, the backend would be the last of its pool, which is never out by suspicion. */
    private void withNeighbour() {
        watch(worker.backend("127.0.0.1:3999"), POLICY);
    }

    @BeforeAll
    static void startWorker() throws IOException {
        worker = new TestWorker();
    }

    @AfterAll
    static void stopWorker() {
        worker.close();
    }

    @Test
    void firstProbeIsAtOnceAndDecides() {
        watch(backend, POLICY);

        assertThat(network.probesOf(backend)).containsExactly(Duration.ZERO);
        assertThat(state(backend)).isEqualTo(HealthState.UP);
        assertThat(reports).containsExactly("127.0.0.1:3001 UP");
    }

    @Test
    void unknownUntilTheFirstAnswerIsThere() {
        network.taking(backend, Duration.ofSeconds(3));
        watch(backend, POLICY);

        time.advance(Duration.ofMillis(2_999));
        assertThat(state(backend)).isEqualTo(HealthState.UNKNOWN);
        time.advance(Duration.ofMillis(1));
        assertThat(state(backend)).isEqualTo(HealthState.UP);
    }

    @Test
    void deadBackendComesBackWithinTheDownIntervalAndTwoSeconds() {
        network.refusing(backend);
        watch(backend, POLICY);
        time.advance(Duration.ofMinutes(1));
        assertThat(state(backend)).isEqualTo(HealthState.DOWN);

        network.healthy(backend);
        time.advance(POLICY.downInterval().plusMillis(600));

        assertThat(state(backend)).isEqualTo(HealthState.UP);
    }

    @Test
    void whileDownItIsProbedEveryDownInterval() {
        network.refusing(backend);
        watch(backend, POLICY);
        time.advance(Duration.ofSeconds(60));

        List<Duration> probes = network.probesOf(backend);
        for (int i = 2; i < probes.size(); i++) {
            assertThat(probes.get(i).minus(probes.get(i - 1))).isEqualTo(POLICY.downInterval());
        }
        assertThat(probes).hasSizeBetween(12, 14);
    }

    @Test
    void threeFailuresInARowTakeItDown() {
        watch(backend, POLICY.withIntervals(Duration.ofSeconds(10), Duration.ofSeconds(5)));
        network.answering(backend, 500);

        time.advance(Duration.ofSeconds(10)); // its first pause is shorter
        assertThat(state(backend)).isEqualTo(HealthState.UP);
        time.advance(Duration.ofSeconds(20));

        assertThat(state(backend)).isEqualTo(HealthState.DOWN);
        assertThat(monitor.report(backend).reason()).isEqualTo("GET /health answered 500, expected 200-299");
    }

    @Test
    void suspectIsOutAtOnceProbedAtOnceAndBackOnOneSuccess() {
        withNeighbour();
        network.taking(backend, Duration.ofMillis(20));
        watch(backend, POLICY);
        time.advance(Duration.ofMillis(20));

        monitor.suspect(backend, "connect refused");
        time.settle();
        assertThat(state(backend)).isEqualTo(HealthState.SUSPECT);
        assertThat(monitor.report(backend).reason()).isEqualTo("connect refused");
        time.advance(Duration.ofMillis(20));

        assertThat(state(backend)).isEqualTo(HealthState.UP);
        assertThat(network.probesOf(backend)).hasSize(2);
    }

    @Test
    void suspectThatFailsItsProbeIsDown() {
        withNeighbour();
        watch(backend, POLICY);
        network.refusing(backend);

        monitor.suspect(backend, "connect refused");
        time.settle();

        assertThat(state(backend)).isEqualTo(HealthState.DOWN);
        assertThat(reports).containsExactly("127.0.0.1:3001 UP", "127.0.0.1:3001 SUSPECT", "127.0.0.1:3001 DOWN");
    }

    @Test
    void aThousandSuspicionsAtOnceAreOne() {
        withNeighbour();
        network.taking(backend, Duration.ofMillis(5));
        watch(backend, POLICY);
        time.advance(Duration.ofMillis(5));

        for (int i = 0; i < 1_000; i++) {
            monitor.suspect(backend, "reset");
        }
        time.advance(Duration.ofMillis(5));

        assertThat(network.probesOf(backend)).hasSize(2);
        assertThat(reports).containsExactly("127.0.0.1:3001 UP", "127.0.0.1:3001 SUSPECT", "127.0.0.1:3001 UP");
    }

    @Test
    void goodAnswerThatIsOlderThanTheSuspicionDoesNotClearIt() {
        withNeighbour();
        network.taking(backend, Duration.ofMillis(100));
        watch(backend, POLICY);
        time.advance(Duration.ofMillis(100));
        CompletableFuture<ProbeResult> running = monitor.probeOnce(backend).toCompletableFuture();
        time.advance(Duration.ofMillis(50));

        monitor.suspect(backend, "reset");
        time.advance(Duration.ofMillis(50));
        assertThat(running).isCompleted();
        assertThat(state(backend)).isEqualTo(HealthState.SUSPECT);
        time.advance(Duration.ofMillis(100));

        assertThat(state(backend)).isEqualTo(HealthState.UP);
    }

    @Test
    void flappingBackendGoesOutEverMoreSeldom() {
        withNeighbour();
        watch(backend, POLICY);

        for (int i = 0; i < 1_000; i++) {
            monitor.suspect(backend, "reset");
            time.advance(Duration.ofMillis(10));
        }

        assertThat(reports.stream().filter(report -> report.endsWith("SUSPECT")))
                .hasSizeBetween(4, 6);
    }

    @Test
    void slowProbeIsNeverOvertakenByTheNext() {
        HealthPolicy impatient = POLICY.withIntervals(Duration.ofMillis(100), Duration.ofMillis(100));
        network.taking(backend, Duration.ofSeconds(5));
        watch(backend, impatient);

        time.advance(Duration.ofSeconds(30));

        assertThat(network.mostOfOne()).isEqualTo(1);
        assertThat(network.probesOf(backend)).hasSize(7);
    }

    @Test
    void removedBackendIsNeverReportedAgain() {
        network.taking(backend, Duration.ofMillis(100));
        watch(backend, POLICY);
        time.advance(Duration.ofMillis(50));

        monitor.unwatch(backend);
        monitor.suspect(backend, "reset");
        time.advance(Duration.ofMinutes(5));

        assertThat(reports).isEmpty();
        assertThat(network.probesOf(backend)).hasSize(1);
    }

    @Test
    void downBackendSaysSoWhenItsReasonChanges() {
        network.refusing(backend);
        watch(backend, POLICY);
        network.answering(backend, 404);

        time.advance(POLICY.downInterval());

        assertThat(monitor.report(backend).reason()).isEqualTo("GET /health answered 404, expected 200-299");
        assertThat(monitor.report(backend).since()).isEqualTo(Instant.EPOCH);
        assertThat(reports).containsExactly("127.0.0.1:3001 DOWN", "127.0.0.1:3001 DOWN");
    }

    @Test
    void newPolicyIsAskedForAtOnce() {
        network.answering(backend, 404);
        watch(backend, POLICY);
        network.healthy(backend);

        monitor.terms(backend, MonitorSettings.of(POLICY.withPath("/")));
        time.settle();
        time.advance(HealthStateMachine.RECOVERY);

        assertThat(state(backend)).isEqualTo(HealthState.UP);
    }

    @Test
    void probeThatAskedTheOldWayDoesNotCount() {
        network.taking(backend, Duration.ofSeconds(1));
        network.answering(backend, 404);
        watch(backend, POLICY);
        time.advance(Duration.ofMillis(500));

        monitor.terms(backend, MonitorSettings.of(POLICY.withPath("/")));
        time.advance(Duration.ofMillis(500));
        assertThat(state(backend)).isEqualTo(HealthState.UNKNOWN);
        network.healthy(backend);
        time.advance(Duration.ofSeconds(1));

        assertThat(state(backend)).isEqualTo(HealthState.UP);
    }

    @Test
    void withoutProbesItIsUpAndComesBackFromSuspicionByItself() {
        withNeighbour();
        watch(backend, POLICY.withType(HealthType.NONE));
        assertThat(state(backend)).isEqualTo(HealthState.UP);

        monitor.suspect(backend, "connect refused");
        time.settle();
        assertThat(state(backend)).isEqualTo(HealthState.EJECTED);
        time.advance(HealthStateMachine.EJECTION);

        assertThat(state(backend)).isEqualTo(HealthState.UP);
        assertThat(network.probesOf(backend)).isEmpty();
    }

    @Test
    void unprobedOneThatIsOutComesBackThoughSomebodyProbesItByHand() {
        withNeighbour();
        watch(backend, POLICY.withType(HealthType.NONE));
        monitor.suspect(backend, "connect refused");
        time.settle();

        CompletableFuture<ProbeResult> byHand = monitor.probeOnce(backend).toCompletableFuture();
        time.settle();
        assertThat(byHand).isCompleted();
        assertThat(state(backend)).isEqualTo(HealthState.EJECTED);
        time.advance(HealthStateMachine.EJECTION);

        assertThat(state(backend)).isEqualTo(HealthState.UP);
    }

    @Test
    void probesThatCannotBeMadeMoveNothingAndAreToldOnce() {
        RunningBackend dead = worker.backend("127.0.0.1:3998");
        network.refusing(dead);
        watch(backend, POLICY);
        watch(dead, POLICY);
        network.unaskable(backend);
        network.unaskable(dead);

        time.advance(Duration.ofMinutes(30));

        assertThat(state(backend)).isEqualTo(HealthState.UP);
        assertThat(state(dead)).isEqualTo(HealthState.DOWN);
        assertThat(monitor.counts(backend).failed()).isZero();
        assertThat(monitor.history(backend))
                .extracting(HealthEvent::from, HealthEvent::to, HealthEvent::cause)
                .containsExactly(
                        tuple(HealthState.UNKNOWN, HealthState.UP, "GET /health answered 200"),
                        tuple(HealthState.UP, HealthState.UP, "could not be probed: Too many open files"));
        network.refusing(backend);
        time.advance(POLICY.interval().multipliedBy(4));
        assertThat(state(backend)).isEqualTo(HealthState.DOWN);
        assertThat(monitor.history(backend))
                .extracting(HealthEvent::cause)
                .contains("it can be probed again", "connect to 127.0.0.1:3001 refused");
    }

    @Test
    void whoCouldNeverBeProbedIsUnknownAndSaysWhy() {
        network.unaskable(backend);
        watch(backend, POLICY);
        assertThat(state(backend)).isEqualTo(HealthState.UNKNOWN);
        assertThat(monitor.report(backend).reason()).isEqualTo("could not be probed: Too many open files");

        network.healthy(backend);
        time.advance(HealthStateMachine.UNPROBED);

        assertThat(state(backend)).isEqualTo(HealthState.UP);
        CompletableFuture<Void> round = monitor.firstRound().toCompletableFuture();
        time.settle();
        assertThat(round).isCompleted();
    }

    @Test
    void suspectThatCannotBeProbedWaitsForAProbeThatCan() {
        withNeighbour();
        watch(backend, POLICY);
        network.unaskable(backend);
        monitor.suspect(backend, "connect refused");
        time.advance(Duration.ofSeconds(10));
        assertThat(state(backend)).isEqualTo(HealthState.SUSPECT);

        network.healthy(backend);
        time.advance(HealthStateMachine.UNPROBED);

        assertThat(state(backend)).isEqualTo(HealthState.UP);
    }

    @Test
    void lastOneThatServesIsNotTakenOutBySuspicion() {
        RunningBackend drained = worker.backend("127.0.0.1:3997");
        monitor.watch(drained, MonitorSettings.of(POLICY).withServes(false));
        watch(backend, POLICY);

        monitor.suspect(backend, "connect refused");
        monitor.suspect(drained, "connect refused");
        time.settle();

        assertThat(reports).containsExactly("127.0.0.1:3001 UP");
        assertThat(network.probesOf(backend)).hasSize(2);
        assertThat(monitor.suspected(SuspicionOutcome.KEPT)).isEqualTo(1);
    }

    @Test
    void firstRoundEndsWithTheSlowestFirstAnswer() {
        List<RunningBackend> three = worker.backends(3);
        network.taking(three.get(1), Duration.ofMillis(700));
        three.forEach(each -> monitor.watch(each, MonitorSettings.of(POLICY)));
        CompletableFuture<Void> round = monitor.firstRound().toCompletableFuture();

        time.advance(Duration.ofMillis(699));
        assertThat(round).isNotDone();
        time.advance(Duration.ofMillis(1));
        assertThat(round).isCompleted();
    }

    @Test
    void firstRoundDoesNotWaitForARemovedBackend() {
        network.taking(backend, Duration.ofHours(1));
        watch(backend, POLICY);
        CompletableFuture<Void> round = monitor.firstRound().toCompletableFuture();

        monitor.unwatch(backend);
        time.settle();

        assertThat(round).isCompleted();
    }

    @Test
    void probeOnceAnswersWithWhatItFoundAndCounts() {
        watch(backend, POLICY);
        network.answering(backend, 503);

        CompletableFuture<ProbeResult> result = monitor.probeOnce(backend).toCompletableFuture();
        time.settle();

        assertThat(result.join().reason()).isEqualTo("GET /health answered 503, expected 200-299");
        assertThat(monitor.counts(backend)).isEqualTo(new ProbeCounts(1, 1));
    }

    @Test
    void probeOnceFailsForOneThatIsNotWatched() {
        assertThat(monitor.probeOnce(backend).toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("is not watched");
    }

    @Test
    void lastProbeIsLeftOnTheBackend() {
        network.answering(backend, 404);
        watch(backend, POLICY);

        ProbeReport probe = backend.lastProbe();

        assertThat(probe).isNotNull();
        assertThat(probe.healthy()).isFalse();
        assertThat(probe.detail()).isEqualTo("GET /health answered 404, expected 200-299");
    }

    @Test
    void historyTellsTransitionsWithTheirCauses() {
        withNeighbour();
        watch(backend, POLICY);
        network.refusing(backend);
        monitor.suspect(backend, "reset");
        time.settle();

        assertThat(monitor.history(backend))
                .extracting(HealthEvent::from, HealthEvent::to, HealthEvent::cause)
                .containsExactly(
                        tuple(HealthState.UNKNOWN, HealthState.UP, "GET /health answered 200"),
                        tuple(HealthState.UP, HealthState.SUSPECT, "reset"),
                        tuple(HealthState.SUSPECT, HealthState.DOWN, "connect to 127.0.0.1:3001 refused"));
    }

    @Test
    void manyBackendsAreProbedAtOnceInBoundsAndThenSpreadOut() {
        List<RunningBackend> many = worker.backends(3_000);
        many.forEach(each -> network.taking(each, Duration.ofMillis(1)));
        many.forEach(each -> monitor.watch(each, MonitorSettings.of(POLICY)));

        time.advance(Duration.ofMillis(200));
        assertThat(many).allMatch(each -> state(each) == HealthState.UP);
        assertThat(network.mostAtOnce()).isEqualTo(ROOM);

        time.advance(Duration.ofSeconds(90));
        // 3,000 over 30 s are 100 a second; six standard deviations of a binomial second are 60
        long[] perSecond = new long[90];
        many.stream()
                .flatMap(each -> network.probesOf(each).stream())
                .filter(at -> at.toMillis() >= 1_000 && at.toMillis() < 90_000)
                .forEach(at -> perSecond[(int) at.toSeconds()]++);
        assertThat(LongStream.of(perSecond).max().orElseThrow()).isLessThanOrEqualTo(160);
    }

    private void watch(RunningBackend watched, HealthPolicy policy) {
        monitor.watch(watched, MonitorSettings.of(policy));
        time.settle();
    }

    private HealthState state(RunningBackend watched) {
        return monitor.report(watched).state();
    }
}

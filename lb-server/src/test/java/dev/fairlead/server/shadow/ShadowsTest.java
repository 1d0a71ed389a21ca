package dev.fairlead.server.shadow;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.server.control.Await;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.forecast.TestingStrategies;
import dev.fairlead.server.observe.TestTables;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.FailureListener;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.TestFacts;
import dev.fairlead.spi.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A candidate sees real requests and routes none. Time is the test's. */
final class ShadowsTest {

    private static final double EXACT = 1e-9;

    private final AtomicLong now = new AtomicLong(System.nanoTime());
    private final TestingStrategies strategies = new TestingStrategies();
    private TestTables tables;
    private Shadows shadows;
    private RequestRuns runs;

    @BeforeEach
    void open() throws IOException {
        tables = new TestTables();
        shadows = new Shadows(tables.tables(), strategies.all(), new SplittableRandom(9));
        runs = new RequestRuns(
                tables.tables(), now::get, RequestLog.NONE, FailureListener.NONE, new RecentRequests(1, 4));
    }

    @AfterEach
    void close() {
        shadows.close();
        strategies.close();
        tables.close();
    }

    private static Pool pool(String strategy, int backends) {
        List<Backend> declared = new ArrayList<>();
        for (int i = 1; i <= backends; i++) {
            declared.add(Backend.at("127.0.0.1:" + (3000 + i)).withId("b" + i));
        }
        return Pool.named("default").withStrategy(StrategyChoice.of(strategy)).withBackends(declared);
    }

    private PoolTable publish(Pool pool) {
        tables.pool(pool, Map.of());
        return table();
    }

    private PoolTable table() {
        return requireNonNull(tables.tables().current().pool("default"));
    }

    private Shadow begin(String candidate) throws Exception {
        return await(shadows.begin(table(), StrategyChoice.of(candidate), 100));
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private RequestRun request() {
        RequestRun run = runs.start(TestFacts.get("/"), 0, true);
        requireNonNull(run.next());
        return run;
    }

    private void answer(RequestRun run, Duration after) {
        now.addAndGet(after.toNanos());
        Attempt attempt = run.attempts().get(0);
        attempt.head(200);
        attempt.end();
        run.finish(200, 0, 0, EndReason.COMPLETED);
    }

    private void requests(int count) {
        for (int i = 0; i < count; i++) {
            answer(request(), Duration.ofMillis(1));
        }
    }

    private static ShadowReport reportOf(Shadow shadow, long requests) throws Exception {
        Await.until(requests + " requests", () -> shadow.report().requests() >= requests);
        return shadow.report();
    }

    private static Map<String, Double> candidates(ShadowReport report) {
        return report.shares().stream()
                .collect(Collectors.toMap(ShadowReport.Share::backend, ShadowReport.Share::candidate));
    }

    @Test
    void theSameStrategyAgreesOnEveryRequest() throws Exception {
        publish(pool("first", 3));
        Shadow shadow = begin("first");
        requests(200);
        ShadowReport report = reportOf(shadow, 200);
        assertThat(report.agreement()).isEqualTo(1);
        assertThat(report.shares())
                .containsExactly(
                        new ShadowReport.Share("b1", 1, 1),
                        new ShadowReport.Share("b2", 0, 0),
                        new ShadowReport.Share("b3", 0, 0));
        assertThat(report.spreadLive()).isEqualTo(report.spreadCandidate());
        assertThat(report.nanosCandidate()).isPositive();
        assertThat(report.errors()).isZero();
    }

    @Test
    void requestsGoWhereTheLiveStrategySendsThem() throws Exception {
        publish(pool("round_robin", 3));
        Shadow shadow = begin("first");
        Map<String, Long> sent = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            RequestRun run = request();
            sent.merge(run.attempts().get(0).backend().id(), 1L, Long::sum);
            answer(run, Duration.ofMillis(1));
        }
        assertThat(sent).containsOnly(Map.entry("b1", 100L), Map.entry("b2", 100L), Map.entry("b3", 100L));
        ShadowReport report = reportOf(shadow, 300);
        assertThat(report.agreement()).isCloseTo(1 / 3.0, within(EXACT));
        assertThat(report.shares()).allSatisfy(share -> assertThat(share.live()).isCloseTo(1 / 3.0, within(EXACT)));
        assertThat(candidates(report)).containsEntry("b1", 1.0).containsEntry("b2", 0.0);
    }

    @Test
    void theCandidateHasInFlightOfItsOwn() throws Exception {
        publish(pool("first", 3));
        Shadow shadow = begin("least_connections");
        List<RequestRun> open = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            open.add(request());
        }
        ShadowReport report = reportOf(shadow, 300);
        // All of them lie on b1; of three numbers that is the square root of two.
        assertThat(report.spreadLive()).isCloseTo(Math.sqrt(2), within(1e-6));
        assertThat(candidates(report))
                .allSatisfy((id, share) -> assertThat(share).isCloseTo(1 / 3.0, within(EXACT)));
        assertThat(report.spreadCandidate()).isLessThan(0.1);
        open.forEach(run -> answer(run, Duration.ofMillis(1)));
        requests(3);
        reportOf(shadow, 303);
    }

    @Test
    void whereItDisagreesARequestGoesAsTheLastOneThatEndedThere() throws Exception {
        Recorder recorder = new Recorder(1);
        strategies.add(recorder);
        publish(pool("round_robin", 2));
        Shadow shadow = begin("recorder");
        // b1 takes 10 ms and b2 takes 30 ms; only b2 is what the recorder chooses.
        for (int i = 0; i < 20; i++) {
            RequestRun run = request();
            boolean first = run.attempts().get(0).backend().id().equals("b1");
            answer(run, Duration.ofMillis(first ? 10 : 30));
        }
        reportOf(shadow, 20);
        Await.until(
                "all outcomes but those that are still to come",
                () -> recorder.outcomes().size() >= 18);
        assertThat(recorder.outcomes()).allSatisfy(outcome -> {
            assertThat(outcome.endpoint()).isEqualTo("b2");
            assertThat(outcome.outcome()).isEqualTo(Outcome.RESPONDED);
        });
        // The very first went to b1 when nothing was known of b2 yet, and lasted as long as it did.
        assertThat(recorder.outcomes().stream().map(Recorder.Told::latencyMillis))
                .startsWith(10L)
                .filteredOn(millis -> millis != 10)
                .hasSizeGreaterThan(16)
                .containsOnly(30L);
    }

    @Test
    void theCandidateSeesWhatTheRequestSaid() throws Exception {
        Recorder recorder = new Recorder(0);
        strategies.add(recorder);
        publish(pool("first", 2));
        begin("recorder");
        RequestRun run = runs.start(
                new TestFacts("r-1", "GET", "/cart", "q=1", Map.of("X-User", "ann", "Cookie", "a=1; session=s42")),
                0,
                true);
        run.next();
        Await.until("the request", () -> !recorder.requests().isEmpty());
        assertThat(recorder.requests()).containsExactly("GET /cart?q=1 example.org ann s42 192.0.2.1");
    }

    @Test
    void aBackendThatLeavesTheRotationLeavesThePoolOfTheCandidate() throws Exception {
        Pool pool = pool("round_robin", 3);
        publish(pool);
        Shadow shadow = begin("first");
        requests(30);
        reportOf(shadow, 30);
        tables.pool(pool, Map.of("b1", Eligibility.down("refused")));
        Await.until("the line-up without b1", () -> {
            requests(1);
            return shadow.report().shares().size() == 2;
        });
        requests(50);
        Await.until("choices of b2", () -> candidates(shadow.report()).getOrDefault("b2", 0.0) > 0.3);
        assertThat(shadow.report().errors()).isZero();
        assertThat(shadow.isOver()).isFalse();
    }

    @Test
    void figuresBeginAnewWhenTheLiveStrategyIsAnother() throws Exception {
        publish(pool("first", 2));
        Shadow shadow = begin("first");
        requests(50);
        assertThat(reportOf(shadow, 50).agreement()).isEqualTo(1);
        publish(pool("round_robin", 2));
        Await.until("half agreement", () -> {
            requests(2);
            ShadowReport report = shadow.report();
            return report.requests() > 4 && Math.abs(report.agreement() - 0.5) < 0.01;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws_in_create", "throws_in_rebuild"})
    void oneThatCannotBeHadIsRefusedAndLeavesTheFormer(String name) throws Exception {
        publish(pool("round_robin", 2));
        Shadow former = begin("first");
        assertThatThrownBy(() -> begin(name)).hasMessageContaining("threw java.lang.IllegalStateException: " + name);
        assertThat(shadows.of("default")).contains(former);
        assertThat(former.isOver()).isFalse();
        requests(10);
        reportOf(former, 10);
    }

    @ParameterizedTest
    @CsvSource({"throws_in_select, throws_in_select", "answers_a_stranger, not an endpoint of the pool"})
    void failuresAreCountedAndCostNoRequest(String name, String problem) throws Exception {
        publish(pool("round_robin", 2));
        Shadow shadow = begin(name);
        requests(40);
        ShadowReport report = reportOf(shadow, 40);
        assertThat(report.errors()).isEqualTo(40);
        assertThat(report.problem()).contains(problem);
        assertThat(report.agreement()).isZero();
        assertThat(shadow.isOver()).isFalse();
    }

    @Test
    void oneThatHangsIsGivenUpAndNoRequestWaits() throws Exception {
        publish(pool("round_robin", 2));
        Shadow shadow = begin("hangs_in_select");
        for (int i = 0; i < 3 * EventQueue.MOST_WAITING; i++) {
            answer(request(), Duration.ofMillis(1));
        }
        Await.until("the end", shadow::isOver);
        assertThat(shadow.hasFailed()).isTrue();
        assertThat(shadow.ending()).contains("took longer than " + TestingStrategies.DEADLINE.toMillis() + " ms");
        assertThat(shadows.of("default")).isEmpty();
        assertThat(table().runtime().observer()).isNull();
        // Its thread is its own: what serves requests is not held up by it.
        Shadow next = begin("first");
        requests(10);
        reportOf(next, 10);
    }

    @Test
    void anotherCandidateTakesThePlaceAndTheSameOneGoesOn() throws Exception {
        publish(pool("round_robin", 2));
        Shadow first = begin("first");
        assertThat(begin("first")).isSameAs(first);
        Shadow second = begin("random");
        assertThat(first.isOver()).isTrue();
        assertThat(first.hasFailed()).isFalse();
        assertThat(first.ending()).isEqualTo("random was started instead");
        requests(10);
        reportOf(second, 10);
        assertThat(await(shadows.end("default", "it was ended by a test"))).contains(second);
        assertThat(second.ending()).isEqualTo("it was ended by a test");
        assertThat(await(shadows.end("default", "again"))).isEmpty();
        assertThat(table().runtime().observer()).isNull();
    }

    @Test
    void itIsOverWhenItsPlugInGoes() throws Exception {
        Recorder recorder = new Recorder(0);
        strategies.add(recorder);
        publish(pool("round_robin", 2));
        Shadow shadow = begin("recorder");
        strategies.remove(recorder);
        Await.until("the end", shadow::isOver);
        assertThat(shadow.ending()).isEqualTo("the plug-in of recorder was replaced or unloaded");
        Await.until("its goodbye", recorder::isClosed);
    }

    @Test
    void itIsOverWhenItsPoolGoes() throws Exception {
        publish(pool("round_robin", 2));
        Shadow shadow = begin("first");
        tables.remove("default");
        Await.until("the end", shadow::isOver);
        assertThat(shadow.ending()).isEqualTo("pool default was removed");
    }

    @Test
    void itBeginsWhereNobodyTakesRequestsYet() throws Exception {
        Pool pool = pool("round_robin", 1);
        tables.pool(pool, Map.of("b1", Eligibility.down("refused")));
        Shadow shadow = begin("first");
        tables.pool(pool, Map.of());
        requests(5);
        reportOf(shadow, 5);
    }

    @Test
    void aSampleIsWantedAndNotMore() {
        EventQueue tenth = new EventQueue(10);
        int wanted = 0;
        for (int i = 0; i < 4_000; i++) {
            wanted += tenth.wants() ? 1 : 0;
        }
        // The chance for less than 250 or more than 550 is below one in a billion.
        assertThat(wanted).isBetween(250, 550);
        assertThat(tenth.missed()).isZero();
    }

    @Test
    void whatFindsNoRoomIsMissedAndWhatIsInIsFollowedToItsEnd() {
        publish(pool("round_robin", 2));
        EventQueue events = new EventQueue(100);
        table().runtime().observer(events);
        requests(EventQueue.MOST_WAITING + 76);
        assertThat(events.wants()).isFalse();
        assertThat(events.missed()).isEqualTo(77);

        Map<Class<?>, Integer> seen = new HashMap<>();
        for (RequestEvent next = events.next(); next != null; next = events.next()) {
            seen.merge(next.getClass(), 1, Integer::sum);
        }
        assertThat(seen)
                .containsOnly(
                        Map.entry(RequestEvent.Chosen.class, EventQueue.MOST_WAITING),
                        Map.entry(RequestEvent.Settled.class, EventQueue.MOST_WAITING),
                        Map.entry(RequestEvent.Ended.class, EventQueue.MOST_WAITING));
        assertThat(events.wants()).isTrue();
    }

    @Test
    void requestsThatLastAreBoundedToo() {
        publish(pool("round_robin", 2));
        EventQueue events = new EventQueue(100);
        table().runtime().observer(events);
        List<RequestRun> open = new ArrayList<>();
        while (events.missed() == 0) {
            open.add(request());
            RequestEvent shown = events.next();
            assertThat(shown == null || shown instanceof RequestEvent.Chosen).isTrue();
        }
        assertThat(open).hasSize(EventQueue.MOST_OPEN + 1);
        answer(open.get(0), Duration.ofMillis(1));
        assertThat(events.next()).isInstanceOf(RequestEvent.Settled.class);
        assertThat(events.next()).isInstanceOf(RequestEvent.Ended.class);
        assertThat(events.wants()).isTrue();
    }

    @Test
    void aRequestThatIsTooLargeIsMissed() {
        publish(pool("round_robin", 2));
        EventQueue events = new EventQueue(100);
        table().runtime().observer(events);
        runs.start(TestFacts.get("/", Map.of("X-Long", "x".repeat(EventQueue.LARGEST))), 0, true)
                .next();
        assertThat(events.missed()).isEqualTo(1);
        assertThat(events.isEmpty()).isTrue();
    }
}

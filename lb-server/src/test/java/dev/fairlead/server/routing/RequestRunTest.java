package dev.fairlead.server.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.InFlight;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.RetryCause;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.spi.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request from its start to its end, with real strategies and without any server. */
class RequestRunTest {
    private TestPool pool;

    @BeforeEach
    void open() throws IOException {
        pool = new TestPool(3, "round_robin");
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void threeHundredRequestsAreSharedEquallyAcrossRebuilds() {
        Map<String, Integer> share = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            if (i % 7 == 0) {
                pool.publish(pool.policy());
            }
            Attempt attempt = serve(start("GET"), 200);
            share.merge(attempt.backend().id(), 1, Integer::sum);
        }
        assertThat(share).isEqualTo(Map.of("b1", 100, "b2", 100, "b3", 100));
        assertThat(pool.inFlight()).isZero();
        assertThat(pool.counters().requests(2)).isEqualTo(300);
    }

    @Test
    void anAttemptIsInFlightUntilItsEndAndNotJustItsHead() {
        RequestRun run = start("GET");
        Attempt attempt = requireNonNull(run.next());
        attempt.head(200);
        assertThat(attempt.backend().inFlight()).isEqualTo(1);
        attempt.end();
        attempt.end();
        run.finish(200, 0, 5, EndReason.COMPLETED);
        assertThat(attempt.backend().inFlight()).isZero();
    }

    @Test
    void aRefusedConnectionGoesElsewhereForEveryMethodAndCostsNoBudget() {
        pool.retry(RetryPolicy.DEFAULT.withBudget(0, 0));
        RequestRun run = start("POST", false);
        Attempt first = requireNonNull(run.next());
        first.failed(FailureKind.CONNECT, "refused");
        assertThat(run.takeRetry()).isTrue();

        Attempt second = requireNonNull(run.next());
        assertThat(second.backend()).isNotSameAs(first.backend());
        serve(second, run, 200);
        assertThat(pool.counters().retriesAfter(FailureKind.CONNECT)).isEqualTo(1);
        assertThat(pool.counters().requests(2)).isEqualTo(1);
        assertThat(first.outcome()).isEqualTo(Outcome.CONNECT_FAILED);
    }

    @Test
    void aPostWhoseBytesWentOutIsNeverSentAgain() {
        RequestRun run = start("POST");
        Attempt attempt = requireNonNull(run.next());
        attempt.wrote();
        attempt.failed(FailureKind.RESET, "reset");
        assertThat(run.takeRetry()).isFalse();
        assertThat(run.refusal().status()).isEqualTo(502);
    }

    @Test
    void aGetIsSentAgainAfterAResetATimeoutAndABadStatus() {
        for (FailureKind kind :
                List.of(FailureKind.RESET, FailureKind.PER_TRY_TIMEOUT, FailureKind.FIRST_BYTE_TIMEOUT)) {
            RequestRun run = start("GET");
            fail(run, kind);
            assertThat(run.takeRetry()).as(kind.code()).isTrue();
            serve(requireNonNull(run.next()), run, 200);
        }
        RequestRun run = start("GET");
        Attempt bad = requireNonNull(run.next());
        bad.wrote();
        bad.head(503);
        assertThat(run.takeRetryAfter(503)).isTrue();
        Attempt good = requireNonNull(run.next());
        assertThat(good.backend()).isNotSameAs(bad.backend());
        assertThat(bad.outcome()).isEqualTo(Outcome.SERVER_ERROR);
        assertThat(bad.hasEnded()).isTrue();
    }

    @Test
    void afterATimeoutItIsTriedOnceMoreAndNoMore() {
        RequestRun slow = start("GET");
        fail(slow, FailureKind.FIRST_BYTE_TIMEOUT);
        assertThat(slow.takeRetry()).isTrue();
        fail(slow, FailureKind.FIRST_BYTE_TIMEOUT);
        assertThat(slow.takeRetry()).isFalse();
        assertThat(slow.refusal().status()).isEqualTo(504);
        assertThat(remembered(slow)).isEqualTo(NoRetryReason.TIMED_OUT_BEFORE);

        RequestRun bad = start("GET");
        fail(bad, FailureKind.PER_TRY_TIMEOUT);
        assertThat(bad.takeRetry()).isTrue();
        requireNonNull(bad.next()).head(503);
        assertThat(bad.takeRetryAfter(503)).isFalse();
    }

    @Test
    void whatReachedNobodyIsNoTryAfterATimeout() {
        RequestRun run = start("GET");
        fail(run, FailureKind.PER_TRY_TIMEOUT);
        assertThat(run.takeRetry()).isTrue();
        requireNonNull(run.next()).failed(FailureKind.CONNECT, "refused");
        assertThat(run.takeRetry()).isTrue();
        serve(requireNonNull(run.next()), run, 200);
    }

    @Test
    void policyDecidesWhatIsSentAgain() {
        pool.retry(RetryPolicy.DEFAULT
                .withMethods(Set.of("GET"))
                .withOn(List.of(RetryCause.CONNECT_FAILURE, RetryCause.TIMEOUT, RetryCause.status(502)))
                .withBudget(100, 100));
        assertThat(retriesAfter("GET", true, FailureKind.RESET))
                .as("not a condition")
                .isFalse();
        assertThat(retriesAfter("PUT", true, FailureKind.PER_TRY_TIMEOUT))
                .as("not a method")
                .isFalse();
        assertThat(retriesAfter("GET", false, FailureKind.PER_TRY_TIMEOUT))
                .as("has a body")
                .isFalse();
        assertThat(retriesAfter("GET", true, FailureKind.MALFORMED))
                .as("no HTTP")
                .isFalse();
        assertThat(retriesAfter("GET", true, FailureKind.CLIENT_GONE))
                .as("for nobody")
                .isFalse();
        assertThat(retriesAfter("GET", true, FailureKind.PER_TRY_TIMEOUT)).isTrue();

        RequestRun run = start("GET");
        requireNonNull(run.next()).head(503);
        assertThat(run.takeRetryAfter(503)).isFalse();
        assertThat(run.takeRetryAfter(502)).isTrue();
    }

    @Test
    void whatKeptItFromGoingAgainIsRemembered() {
        assertThat(obstacle("GET", true, FailureKind.MALFORMED)).isEqualTo(NoRetryReason.FAILURE_NOT_LISTED);
        assertThat(obstacle("POST", true, FailureKind.RESET)).isEqualTo(NoRetryReason.METHOD_NOT_LISTED);
        assertThat(obstacle("PUT", false, FailureKind.RESET)).isEqualTo(NoRetryReason.BODY_NOT_KEPT);
        assertThat(obstacle("GET", true, FailureKind.RESET))
                .as("it may, and another attempt would follow")
                .isNull();
        pool.retry(RetryPolicy.DEFAULT.withAttempts(1));
        assertThat(obstacle("GET", true, FailureKind.RESET)).isEqualTo(NoRetryReason.ATTEMPTS_USED_UP);
        pool.retry(RetryPolicy.DEFAULT.withBudget(0, 0));
        assertThat(obstacle("GET", true, FailureKind.RESET)).isEqualTo(NoRetryReason.BUDGET_SPENT);
    }

    @Test
    void whatKeptABadAnswerIsRememberedAndForAGoodOneNothing() {
        RequestRun good = start("GET");
        requireNonNull(good.next()).head(200);
        assertThat(good.takeRetryAfter(200)).isFalse();
        assertThat(remembered(good)).isNull();

        RequestRun bad = start("POST");
        Attempt attempt = requireNonNull(bad.next());
        attempt.wrote();
        attempt.head(503);
        assertThat(bad.takeRetryAfter(503)).isFalse();
        assertThat(remembered(bad)).isEqualTo(NoRetryReason.METHOD_NOT_LISTED);

        RequestRun again = start("GET");
        fail(again, FailureKind.RESET);
        assertThat(again.takeRetry()).isTrue();
        requireNonNull(again.next()).head(200);
        assertThat(remembered(again)).isNull();
    }

    @Test
    void afterTheLastAttemptTheClientIsToldWhatTheLastFailureWas() {
        pool.retry(RetryPolicy.DEFAULT.withAttempts(2));
        RequestRun run = start("GET");
        fail(run, FailureKind.RESET);
        assertThat(run.takeRetry()).isTrue();
        fail(run, FailureKind.FIRST_BYTE_TIMEOUT);
        assertThat(run.takeRetry()).isFalse();
        assertThat(run.next()).isNull();
        assertThat(run.refusal()).isEqualTo(new Refusal(504, "first_byte_timeout", 0));
    }

    @Test
    void allBackendsAreTriedBeforeOneIsTriedTwice() {
        pool.retry(RetryPolicy.DEFAULT.withAttempts(4));
        RequestRun run = start("GET");
        List<String> order = new ArrayList<>();
        Attempt attempt = run.next();
        while (attempt != null) {
            order.add(attempt.backend().id());
            attempt.failed(FailureKind.CONNECT, "refused");
            attempt = run.takeRetry() ? run.next() : null;
        }
        assertThat(order).hasSize(4);
        assertThat(order.subList(0, 3)).containsExactlyInAnyOrder("b1", "b2", "b3");
    }

    @Test
    void theHostExcludesWhatWasTriedIfTheStrategyDoesNot() throws IOException {
        List<String> told = new ArrayList<>();
        try (TestPool stubborn = new TestPool(3, new StubbornProvider(told))) {
            stubborn.retry(RetryPolicy.DEFAULT);
            RequestRun run = stubborn.runs().start(TestFacts.of("GET"), 0, true);
            Set<String> tried = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                Attempt attempt = requireNonNull(run.next());
                tried.add(attempt.backend().id());
                attempt.failed(FailureKind.CONNECT, "refused");
            }
            assertThat(tried).containsExactlyInAnyOrder("b1", "b2", "b3");
            assertThat(told).as("feedback on its own choices alone").containsExactly("b1 CONNECT_FAILED");
        }
    }

    @Test
    void aRetrySeesTheTableAsItIsThen() {
        RequestRun run = start("GET");
        Attempt first = requireNonNull(run.next());
        first.failed(FailureKind.CONNECT, "refused");
        for (String id : List.of("b1", "b2", "b3")) {
            pool.observe(id, Eligibility.down("it is dead"));
        }
        assertThat(run.takeRetry()).isTrue();
        assertThat(run.next()).isNull();
        assertThat(run.refusal()).isEqualTo(new Refusal(503, "none_eligible", 5));
        assertThat(pool.counters().noBackend(Refusal.NONE_ELIGIBLE)).isEqualTo(1);
    }

    @Test
    void whatDoesNotTakeNewRequestsGetsNone() {
        pool.publish(pool.policy()
                .withBackend(pool.policy().backend("b1").orElseThrow().withAdminState(AdminState.DRAIN))
                .withBackend(pool.policy().backend("b2").orElseThrow().withWeight(0)));
        for (int i = 0; i < 20; i++) {
            assertThat(serve(start("GET"), 200).backend().id()).isEqualTo("b3");
        }
    }

    @Test
    void suspectsServeOnlyWhileNobodyElseCan() {
        pool.observe("b1", Eligibility.suspect("connection refused"));
        pool.observe("b2", Eligibility.suspect("connection refused"));
        for (int i = 0; i < 20; i++) {
            assertThat(serve(start("GET"), 200).backend().id()).isEqualTo("b3");
        }
        pool.observe("b3", Eligibility.down("it is dead"));
        Map<String, Integer> share = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            share.merge(serve(start("GET"), 200).backend().id(), 1, Integer::sum);
        }
        assertThat(share).isEqualTo(Map.of("b1", 10, "b2", 10));
    }

    @Test
    void anAttemptThatNobodySettledIsAbandonedByTheNext() {
        RequestRun run = start("GET");
        Attempt handedOver = requireNonNull(run.next());
        handedOver.connected(false);
        Attempt next = requireNonNull(run.next());
        assertThat(handedOver.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(handedOver.hasEnded()).isTrue();
        run.finish(499, 0, 0, EndReason.CLIENT_GONE);
        assertThat(next.hasEnded()).isTrue();
        assertThat(pool.inFlight()).isZero();
        assertThat(pool.counters().clientsGone()).isEqualTo(1);
    }

    @Test
    void theEndIsToldOnceWithEveryAttempt() {
        List<RequestRun> logged = new ArrayList<>();
        List<String> witnessed = new ArrayList<>();
        RequestRuns runs = pool.runs(
                logged::add, (backend, kind, detail) -> witnessed.add(backend.id() + " " + kind + " " + detail));
        RequestRun run = runs.start(TestFacts.of("GET"), 1, true);
        Attempt first = requireNonNull(run.next());
        pool.pass(Duration.ofMillis(3));
        first.failed(FailureKind.CONNECT_TIMEOUT, "no answer");
        first.failed(FailureKind.RESET, "late news");
        Attempt second = requireNonNull(run.next());
        second.connected(true);
        pool.pass(Duration.ofMillis(4));
        second.head(200);
        pool.pass(Duration.ofMillis(5));
        second.end();
        run.finish(200, 11, 22, EndReason.COMPLETED);
        run.finish(500, 0, 0, EndReason.CUT_SHORT);

        assertThat(logged).containsExactly(run);
        assertThat(witnessed).containsExactly(first.backend().id() + " CONNECT_TIMEOUT no answer");
        assertThat(run.status()).isEqualTo(200);
        assertThat(run.durationNanos()).isEqualTo(12_000_000);
        assertThat(first.latencyNanos()).isEqualTo(3_000_000);
        assertThat(second.headNanos()).isEqualTo(4_000_000);
        assertThat(second.totalNanos()).isEqualTo(9_000_000);
        assertThat(second.isReused()).isTrue();
        assertThat(second.backend().counters().responses(2)).isEqualTo(1);
        assertThat(second.backend().counters().retries()).isEqualTo(1);
        assertThat(second.backend().counters().bytesReceived()).isEqualTo(22);
        assertThat(first.backend().counters().failures(FailureKind.CONNECT_TIMEOUT))
                .isEqualTo(1);
        assertThat(first.backend().counters().failures(FailureKind.RESET)).isZero();
        RecentRequest remembered = pool.recent.find("r-1").orElseThrow();
        assertThat(remembered.attempts()).containsExactly(RecentAttempt.of(first), RecentAttempt.of(second));
        assertThat(remembered.pool()).isEqualTo("default");
    }

    @Test
    void aFailureAfterTheHeadChangesNeitherOutcomeNorLatency() {
        RequestRun run = start("GET");
        Attempt attempt = requireNonNull(run.next());
        pool.pass(Duration.ofMillis(2));
        attempt.head(200);
        pool.pass(Duration.ofMillis(9));
        attempt.failed(FailureKind.TRUNCATED, "cut");
        assertThat(attempt.outcome()).isEqualTo(Outcome.RESPONDED);
        assertThat(attempt.latencyNanos()).isEqualTo(2_000_000);
        assertThat(attempt.failure()).isEqualTo(FailureKind.TRUNCATED);
        assertThat(run.takeRetry()).isFalse();
        assertThat(attempt.backend().inFlight()).isZero();
    }

    @Test
    void aTunnelIsCountedApartAndEndsOnce() {
        RequestRun run = start("GET");
        Attempt attempt = requireNonNull(run.next());
        RunningBackend backend = attempt.backend();
        attempt.head(101);
        assertThat(backend.left()).isEqualTo(new InFlight(1, 0));
        attempt.tunnelled();
        assertThat(backend.left()).isEqualTo(new InFlight(0, 1));
        assertThat(backend.inFlight()).isEqualTo(1);
        attempt.end();
        attempt.end();
        attempt.tunnelled();
        assertThat(backend.left()).isEqualTo(new InFlight(0, 0));
    }

    @Test
    void withoutAPoolOrBackendsTheReasonIsNamed() {
        pool.publish(pool.policy().withBackends(List.of()));
        RequestRun run = start("GET");
        assertThat(run.next()).isNull();
        assertThat(run.refusal().reason()).isEqualTo(Refusal.NO_BACKENDS);
        run.finish(503, 0, 0, EndReason.REFUSED);
        assertThat(pool.counters().requests(5)).isEqualTo(1);
        assertThat(pool.counters().noBackend(Refusal.NO_BACKENDS)).isEqualTo(1);

        RequestRuns nowhere =
                new RequestRuns(new RoutingTables(), pool.now::get, RequestLog.NONE, FailureListener.NONE, pool.recent);
        RequestRun lost = nowhere.start(TestFacts.of("GET"), 0, true);
        assertThat(lost.next()).isNull();
        assertThat(lost.refusal()).isEqualTo(new Refusal(503, Refusal.NO_POOL, 0));
        lost.finish(503, 0, 0, EndReason.REFUSED);
    }

    @Test
    void theRingKeepsTheNewestOfEachLane() {
        for (int i = 0; i < 10; i++) {
            pool.pass(Duration.ofMillis(1));
            RequestRun run = pool.runs().start(new TestFacts("r" + i, "GET", "/", "", Map.of()), i % 2, true);
            serve(requireNonNull(run.next()), run, 200);
        }
        assertThat(pool.recent.newest(3)).extracting(RecentRequest::id).containsExactly("r9", "r8", "r7");
        assertThat(pool.recent.newest(100)).hasSize(8);
        assertThat(pool.recent.find("r0")).isEmpty();
    }

    @Test
    void aStrategySeesTheWholeTarget() {
        RequestRun run = start("GET");
        assertThat(run.path()).isEqualTo("/a?b=c");
        assertThat(run.header("x-user")).isEqualTo("ann");
    }

    private RequestRun start(String method) {
        return start(method, true);
    }

    private RequestRun start(String method, boolean replayable) {
        return pool.runs().start(TestFacts.of(method), 0, replayable);
    }

    private static void fail(RequestRun run, FailureKind kind) {
        Attempt attempt = requireNonNull(run.next());
        attempt.wrote();
        attempt.failed(kind, "as the test wants");
    }

    private boolean retriesAfter(String method, boolean replayable, FailureKind kind) {
        RequestRun run = start(method, replayable);
        fail(run, kind);
        return run.takeRetry();
    }

    private @Nullable NoRetryReason obstacle(String method, boolean replayable, FailureKind kind) {
        RequestRun run = start(method, replayable);
        fail(run, kind);
        run.takeRetry();
        return remembered(run);
    }

    private @Nullable NoRetryReason remembered(RequestRun run) {
        pool.now.incrementAndGet();
        run.finish(502, 0, 0, EndReason.REFUSED);
        return pool.recent.newest(1).get(0).obstacle();
    }

    private static Attempt serve(RequestRun run, int status) {
        return serve(requireNonNull(run.next()), run, status);
    }

    private static Attempt serve(Attempt attempt, RequestRun run, int status) {
        attempt.connected(false);
        attempt.wrote();
        attempt.head(status);
        attempt.end();
        run.finish(status, 0, 0, EndReason.COMPLETED);
        return attempt;
    }
}

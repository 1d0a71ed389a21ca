package dev.fairlead.server.routing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Sticky;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests of sessions from their start to their end, with a real strategy and without any server. */
class RequestSessionTest {
    private static final Sticky COOKIE = Sticky.DEFAULT.withBy(Sticky.By.COOKIE);
    private static final Eligibility DOWN = Eligibility.down("GET /health answered 500");

    private TestPool pool;

    @BeforeEach
    void open() throws IOException {
        pool = new TestPool(3, "round_robin");
        pool.publish(pool.policy().withSticky(COOKIE));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private RequestRun start(String cookie) {
        pool.pass(Duration.ofMillis(1));
        return pool.runs().start(TestFacts.get("/", cookie.isEmpty() ? Map.of() : Map.of("Cookie", cookie)), 0, true);
    }

    /** Where it went, and what its client was told. */
    private record Served(String backend, @Nullable String told, String cookie) {}

    private Served serve(String cookie) {
        return serve(start(cookie), cookie);
    }

    private static Served serve(RequestRun run, String cookie) {
        return serve(run, requireNonNull(run.next()), cookie);
    }

    private static Served serve(RequestRun run, Attempt attempt, String cookie) {
        attempt.head(200);
        String told = requireNonNull(run.session()).answered(attempt.backend());
        attempt.end();
        run.finish(200, 0, 0, EndReason.COMPLETED);
        return new Served(attempt.backend().id(), told, told == null ? cookie : told.substring(0, told.indexOf(';')));
    }

    /** A client whose session is there. */
    private String at(String backend) {
        Served served = serve("");
        while (!served.backend().equals(backend)) {
            served = serve("");
        }
        return served.cookie();
    }

    private void admin(String backend, AdminState state) {
        pool.publish(pool.policy()
                .withBackends(pool.policy().backends().stream()
                        .map(one -> one.id().equals(backend) ? one.withAdminState(state) : one)
                        .toList()));
    }

    private RecentRequest newest() {
        return pool.recent.newest(1).get(0);
    }

    @Test
    void aPoolWithoutSessionsAsksForNone() {
        pool.publish(pool.policy().withSticky(Sticky.DEFAULT));
        RequestRun run = start("lb-default=x");
        run.next();
        assertThat(run.session()).isNull();
    }

    @Test
    void aClientStaysWhereItIsWhateverTheStrategySays() {
        Served first = serve("");
        assertThat(first.told()).startsWith("lb-default=").endsWith("; Path=/; HttpOnly; SameSite=Lax");
        for (int i = 0; i < 10; i++) {
            assertThat(serve(first.cookie())).isEqualTo(new Served(first.backend(), null, first.cookie()));
        }
        assertThat(newest().attempts().get(0).strategy()).isEqualTo("session");
        Set<String> others = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            others.add(serve("").backend());
        }
        assertThat(others).hasSize(3);
    }

    @Test
    void aDrainingBackendKeepsItsSessionsAndGetsNoOthers() {
        String client = at("b2");
        admin("b2", AdminState.DRAIN);
        pool.pass(Duration.ofSeconds(3));
        for (int i = 0; i < 10; i++) {
            assertThat(serve(client)).isEqualTo(new Served("b2", null, client));
            assertThat(serve("").backend()).isNotEqualTo("b2");
        }
        assertThat(pool.backend("b2").lastSession()).hasValue(pool.now.get() - 1_000_000);
        assertThat(pool.backend("b1").lastSession()).isEmpty();
        assertThat(newest().sessionSentence()).isEqualTo("it carries no session");
    }

    @Test
    void sessionsAreServedWhenEveryBackendDrains() {
        String client = at("b1");
        for (String id : List.of("b1", "b2", "b3")) {
            admin(id, AdminState.DRAIN);
        }
        assertThat(serve(client).backend()).isEqualTo("b1");
        RequestRun newcomer = start("");
        assertThat(newcomer.next()).isNull();
        assertThat(newcomer.refusal().reason()).isEqualTo(Refusal.NONE_ELIGIBLE);
        pool.observe("b1", Eligibility.suspect("refused"));
        assertThat(serve(client).backend())
                .as("an attempt is better than a refusal")
                .isEqualTo("b1");
    }

    @Test
    void oneFailedAttemptMovesNoSession() {
        String client = at("b3");
        RequestRun run = start(client);
        Attempt failed = requireNonNull(run.next());
        failed.failed(FailureKind.CONNECT, "refused");
        assertThat(run.takeRetry()).isTrue();
        Served elsewhere = serve(run, client);
        assertThat(elsewhere.backend()).isNotEqualTo("b3");
        assertThat(elsewhere.told()).isNull();

        pool.observe("b3", Eligibility.suspect("refused"));
        Served away = serve(client);
        assertThat(away.backend()).isNotEqualTo("b3");
        assertThat(away.told()).isNull();
        pool.observe("b3", Eligibility.READY);
        assertThat(serve(client).backend()).isEqualTo("b3");
    }

    @ParameterizedTest
    @EnumSource(AdminState.class)
    void aDeadBackendMovesItsSessionsAlsoWhileItDrains(AdminState state) {
        String client = at("b3");
        admin("b3", state);
        pool.observe("b3", DOWN);
        Served moved = serve(client);
        assertThat(moved.backend()).isNotEqualTo("b3");
        assertThat(newest().sessionSentence())
                .startsWith("its session was at b3, which is ")
                .endsWith(", and moves");
        pool.observe("b3", Eligibility.READY);
        admin("b3", AdminState.READY);
        assertThat(serve(moved.cookie())).isEqualTo(new Served(moved.backend(), null, moved.cookie()));
    }

    @Test
    void aBoundSessionIsServedByItsBackendOrByNobody() {
        pool.publish(pool.policy().withSticky(COOKIE.withWhenGone(Sticky.WhenGone.REFUSE)));
        String client = at("b1");
        RequestRun run = start(client);
        requireNonNull(run.next()).failed(FailureKind.CONNECT, "refused");
        assertThat(run.takeRetry()).isTrue();
        assertThat(serve(run, client).backend()).isEqualTo("b1");

        RequestRun answered = start(client);
        requireNonNull(answered.next()).head(503);
        assertThat(answered.takeRetryAfter(503))
                .as("an answer is better than asking the same again")
                .isFalse();

        RequestRun late = start(client);
        requireNonNull(late.next()).failed(FailureKind.CONNECT, "refused");
        assertThat(late.takeRetry()).isTrue();
        pool.observe("b1", DOWN);
        assertThat(late.next()).isNull();
        assertThat(late.refusal().reason()).isEqualTo(Refusal.SESSION_GONE);

        RequestRun refused = start(client);
        assertThat(refused.next()).isNull();
        assertThat(refused.refusal().status()).isEqualTo(503);
        assertThat(refused.refusal().reason()).isEqualTo(Refusal.SESSION_GONE);
        refused.finish(503, 0, 0, EndReason.REFUSED);
        assertThat(newest().isRefusedForSession()).isTrue();
        assertThat(pool.counters().noBackend(Refusal.SESSION_GONE)).isEqualTo(2);
        assertThat(serve("").told()).isNotNull();
    }
}

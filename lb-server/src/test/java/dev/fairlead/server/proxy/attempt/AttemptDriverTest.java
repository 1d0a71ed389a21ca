package dev.fairlead.server.proxy.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.InFlight;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.proxy.RawBackend;
import dev.fairlead.server.proxy.Wire;
import dev.fairlead.server.proxy.attempt.AttemptDriver.State;
import dev.fairlead.server.routing.RealPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One try after the other at backends on real sockets, and no server in front. */
final class AttemptDriverTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final long PATIENCE_NANOS = Duration.ofSeconds(10).toNanos();

    private RawBackend first;
    private RawBackend second;
    private RealPool pool;

    @BeforeEach
    void open() throws IOException {
        first = new RawBackend();
        second = new RawBackend();
        pool = new RealPool();
        pool.backends(first.port(), second.port());
    }

    @AfterEach
    void close() throws IOException {
        pool.close();
        first.close();
        second.close();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("never");
            }
            Thread.onSpinWait();
        }
    }

    private static void awaitTold(Asker asker, String... told) {
        await(() -> asker.told.size() >= told.length);
        assertThat(asker.told).containsExactly(told);
    }

    private void onlyTheFirst() {
        pool.backends(first.port());
    }

    /** One answer is through, and its connection is kept. */
    private Wire kept() throws IOException {
        onlyTheFirst();
        Asker asker = Asker.get(pool).start();
        Wire kept = first.accept();
        kept.head();
        kept.say(OK);
        awaitTold(asker, "connected", "answered 200", "read ok");
        assertThat(asker.state()).isEqualTo(State.OVER);
        asker.finish(200);
        return kept;
    }

    @Test
    void anAnswerIsHandedOnAndItsConnectionKept() throws IOException {
        kept();
        assertThat(pool.backend(first.port()).connections().idle()).isOne();
        assertThat(pool.backend(first.port()).inFlight()).isZero();
    }

    /** The kernel has the reset before the write, so not a byte went out: neither attempts nor budget are touched. */
    @Test
    void staleConnectionIsReplacedAndNobodyNeedKnow() throws IOException {
        pool.policy(pool.policy().withRetry(RetryPolicy.DEFAULT.withBudget(0, 0)));
        Wire kept = kept();
        Asker asker = Asker.get(pool);
        asker.sendsAtOnce = false;
        asker.start();
        assertThat(asker.state()).isEqualTo(State.CONNECTED);
        assertThat(asker.attempts().get(0).isReused()).isTrue();
        asker.on(() -> {
            reset(kept);
            return asker.begin();
        });
        try (Wire fresh = first.accept()) {
            assertThat(fresh.head().line()).isEqualTo("GET /a HTTP/1.1");
            assertThat(asker.state()).isEqualTo(State.SENT);
            fresh.say(OK);
            awaitTold(asker, "connected", "answered 200", "read ok");
        }
        assertThat(asker.attempts()).hasSize(1);
        assertThat(asker.attempts().get(0).isReused()).isFalse();
        assertThat(pool.counters().retriesAfter(FailureKind.RESET)).isZero();
    }

    private static void reset(Wire wire) {
        try {
            wire.socket.setSoLinger(true, 0);
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsLostWithAKeptConnectionIsTriedAgainOnANewOne() throws IOException {
        Wire kept = kept();
        Asker asker = Asker.get(pool).start();
        kept.head();
        kept.close();
        try (Wire fresh = first.accept()) {
            fresh.head();
            fresh.say(OK);
            awaitTold(asker, "connected", "again", "connected", "answered 200", "read ok");
        }
        assertThat(asker.attempts().get(1).isReused()).isFalse();
        assertThat(pool.counters().retriesAfter(FailureKind.RESET)).isOne();
    }

    @Test
    void answerThatIsNotWantedIsDroppedAndItsConnectionKept() throws IOException {
        Asker asker = Asker.get(pool).start();
        try (Wire busy = first.accept()) {
            busy.head();
            busy.say("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
            try (Wire good = second.accept()) {
                good.head();
                good.say(OK);
                awaitTold(asker, "connected", "again", "connected", "answered 200", "read ok");
            }
            await(() -> pool.backend(first.port()).connections().idle() == 1);
        }
        assertThat(asker.attempts().get(0).status()).isEqualTo(503);
        assertThat(pool.counters().retriesAfterStatus()).isOne();
    }

    @Test
    void anAnswerThatHasNotComeWholeCostsItsConnection() throws IOException {
        Asker asker = Asker.get(pool).start();
        try (Wire busy = first.accept()) {
            busy.head();
            busy.say("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbu");
            assertThat(busy.ends()).isTrue();
        }
        try (Wire good = second.accept()) {
            good.head();
            good.say(OK);
            awaitTold(asker, "connected", "again", "connected", "answered 200", "read ok");
        }
    }

    @Test
    void resetGoesElsewhereAsLongAsThereIsBudget() throws IOException {
        Asker asker = Asker.get(pool).start();
        try (Wire broken = first.accept()) {
            broken.head();
        }
        try (Wire good = second.accept()) {
            good.head();
            good.say(OK);
            awaitTold(asker, "connected", "again", "connected", "answered 200", "read ok");
        }
        pool.policy(pool.policy().withRetry(RetryPolicy.DEFAULT.withBudget(0, 0)));
        onlyTheFirst();
        Asker poor = Asker.get(pool).start();
        try (Wire broken = first.accept()) {
            broken.head();
        }
        awaitTold(poor, "connected", "failed");
        assertThat(poor.state()).isEqualTo(State.OVER);
    }

    @Test
    void whoIsNotThereIsLeftForAnotherWhateverTheMethod() throws IOException {
        first.close();
        Asker asker = new Asker(pool, "POST", 3).start();
        awaitTold(asker, "again", "connected");
        try (Wire good = second.accept()) {
            assertThat(asker.upload(3)).isEqualTo(3);
            good.head();
            assertThat(good.bytes(3)).hasSize(3);
            good.say(OK);
            awaitTold(asker, "again", "connected", "answered 200", "read ok");
        }
    }

    @Test
    void earlyAnswerIsHandedOnAndTheRestOfTheUploadSwallowed() throws IOException {
        onlyTheFirst();
        Asker asker = new Asker(pool, "POST", 50_000_000).start();
        awaitTold(asker, "connected");
        try (Wire hasty = first.accept()) {
            assertThat(asker.upload(10)).isEqualTo(10);
            hasty.head();
            hasty.say("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
            awaitTold(asker, "connected", "answered 413", "read big");
            assertThat(asker.state()).isEqualTo(State.OVER);
            asker.on(() -> {
                asker.driver().discardRequest();
                return true;
            });
            assertThat(asker.upload(10_000_000)).isEqualTo(10_000_000);
            assertThat(hasty.bytes(10)).hasSize(10);
            assertThat(hasty.ends()).isTrue();
        }
        assertThat(asker.attempts().get(0).failure()).isNull();
        assertThat(pool.backend(first.port()).connections().idle()).isZero();
    }

    @Test
    void uploadThatFailedIsNotTriedAgain() throws IOException {
        Asker asker = new Asker(pool, "PUT", 1_000).start();
        awaitTold(asker, "connected");
        try (Wire broken = first.accept()) {
            assertThat(asker.upload(10)).isEqualTo(10);
            broken.head();
            broken.bytes(10);
        }
        awaitTold(asker, "connected", "failed");
        assertThat(asker.attempts().get(0).failure()).isEqualTo(FailureKind.RESET);
        assertThat(pool.witnessed).as("the request was not all there").isEmpty();
    }

    @Test
    void cutBackendIsLeftForAnotherUntilItsAnswerHasBegun() throws IOException {
        Asker asker = Asker.get(pool).start();
        try (Wire unanswered = first.accept()) {
            unanswered.head();
            pool.backend(first.port()).cut();
            try (Wire answering = second.accept()) {
                answering.head();
                answering.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                awaitTold(asker, "connected", "again", "connected", "answered 200");
                assertThat(asker.state()).isEqualTo(State.ANSWERING);
                pool.backend(second.port()).cut();
                awaitTold(asker, "connected", "again", "connected", "answered 200", "cut short");
            }
        }
        assertThat(asker.attempts()).allMatch(attempt -> attempt.failure() == FailureKind.CUT);
        assertThat(pool.witnessed).isEmpty();
    }

    private Asker tunnel(Duration idle) {
        onlyTheFirst();
        pool.policy(pool.policy().withTimeouts(pool.policy().timeouts().withTunnelIdle(idle)));
        Asker asker = Asker.get(pool);
        asker.upgrades = true;
        return asker.start();
    }

    private Wire switched() throws IOException {
        Wire connection = first.accept();
        connection.head();
        connection.say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
        return connection;
    }

    @Test
    void tunnelCountsUntilItIsCut() throws IOException {
        Asker asker = tunnel(Duration.ZERO);
        try (Wire connection = switched()) {
            awaitTold(asker, "connected", "answered 101");
            assertThat(asker.state()).isEqualTo(State.TUNNEL);
            assertThat(pool.backend(first.port()).left()).isEqualTo(new InFlight(0, 1));
            asker.abandon(FailureKind.CLIENT_GONE);
            assertThat(asker.state()).isEqualTo(State.TUNNEL);
            pool.backend(first.port()).cut();
            assertThat(connection.ends()).isTrue();
        }
        awaitTold(asker, "connected", "answered 101", "cut short");
        assertThat(asker.attempts().get(0).failure()).isEqualTo(FailureKind.CUT);
        assertThat(pool.backend(first.port()).left().isEmpty()).isTrue();
    }

    @Test
    void tunnelThatMovesNothingIsClosed() throws IOException {
        Asker asker = tunnel(Duration.ofMillis(100));
        try (Wire connection = switched()) {
            assertThat(connection.ends()).isTrue();
        }
        awaitTold(asker, "connected", "answered 101", "cut short");
        assertThat(asker.attempts().get(0).failure()).isEqualTo(FailureKind.TUNNEL_IDLE);
        await(() -> pool.backend(first.port()).connections().open() == 0);
    }

    @Test
    void whatIsGivenUpBeforeItWasSentGivesItsConnectionBack() throws IOException {
        onlyTheFirst();
        Asker asker = Asker.get(pool);
        asker.sendsAtOnce = false;
        asker.start();
        try (Wire connection = first.accept()) {
            awaitTold(asker, "connected");
            asker.abandon(FailureKind.CLIENT_GONE);
            assertThat(asker.send()).isFalse();
            assertThat(asker.state()).isEqualTo(State.OVER);
            await(() -> pool.backend(first.port()).connections().idle() == 1);
            assertThat(pool.backend(first.port()).inFlight()).isZero();
            assertThat(connection.socket.isClosed()).isFalse();
        }
    }

    @Test
    void whatIsGivenUpAfterItWasSentClosesItsConnectionAndTellsNobody() throws IOException {
        onlyTheFirst();
        Asker asker = Asker.get(pool).start();
        try (Wire connection = first.accept()) {
            connection.head();
            asker.abandon(FailureKind.REQUEST_TIMEOUT);
            assertThat(connection.ends()).isTrue();
        }
        awaitTold(asker, "connected");
        assertThat(pool.witnessed)
                .as("all of the request was there")
                .containsExactly("127.0.0.1:" + first.port() + " REQUEST_TIMEOUT");
    }
}

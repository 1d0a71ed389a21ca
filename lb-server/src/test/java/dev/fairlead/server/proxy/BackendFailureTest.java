package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.desired.RetryPolicy;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RecentAttempt;
import dev.fairlead.spi.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client sees when a backend fails, and what the next client must not see. */
final class BackendFailureTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private TestPort port;
    private RawBackend first;
    private RawBackend second;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        first = new RawBackend();
        second = new RawBackend();
        port = new TestPort().backends(first.port(), second.port());
        client = port.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        port.close();
        first.close();
        second.close();
    }

    private void onlyTheFirst() {
        port.backends(first.port());
    }

    private void retries(int attempts) {
        port.pool(port.pool().withRetry(RetryPolicy.DEFAULT.withAttempts(attempts)));
    }

    private void timeouts(Duration firstByte, Duration perTry) {
        port.pool(port.pool()
                .withTimeouts(Timeouts.DEFAULT.withFirstByte(firstByte).withPerTry(perTry)));
    }

    @Test
    void refusedConnectionGoesElsewhereForEveryMethod() throws IOException {
        first.close();
        for (String method : new String[] {"GET", "POST", "PATCH"}) {
            client.say(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            client.say(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        }
        try (Wire connection = second.accept()) {
            for (int i = 0; i < 6; i++) {
                connection.head();
                assertThat(connection.bytes(3)).isEqualTo("abc");
                connection.say(OK);
                assertThat(client.answer().body()).isEqualTo("ok");
            }
        }
        assertThat(port.backend(first.port()).inFlight()).isZero();
    }

    @Test
    void resetBeforeTheAnswerGoesElsewhereForGet() throws IOException {
        client.get("/");
        try (Wire broken = first.accept()) {
            broken.head();
        }
        try (Wire good = second.accept()) {
            good.head();
            good.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
        assertThat(port.finished(1).attempts()).hasSize(2);
    }

    @Test
    void postWhoseBytesWentOutIsNeverSentTwice() throws IOException {
        client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        try (Wire broken = first.accept()) {
            broken.head();
            broken.bytes(3);
        }
        Wire.Answer answer = client.answer();
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).startsWith("502 Bad Gateway\nrequest ");
        assertThat(port.finished(1).attempts()).hasSize(1);
        assertThat(port.finished(1).reason()).isEqualTo(EndReason.REFUSED);
    }

    @Test
    void retriableStatusGoesElsewhereAndTheLastOneIsRelayed() throws IOException {
        client.get("/");
        try (Wire busy = first.accept();
                Wire good = answer(busy, "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", second)) {
            good.head();
            good.say("HTTP/1.1 503 Also Busy\r\nContent-Length: 4\r\n\r\nalso");
            Wire.Answer answer = client.answer();
            assertThat(answer.head().line()).isEqualTo("HTTP/1.1 503 Also Busy");
            assertThat(answer.body()).isEqualTo("also");
            client.get("/again");
            assertThat(busy.head().line()).isEqualTo("GET /again HTTP/1.1");
        }
    }

    private static Wire answer(Wire to, String text, RawBackend next) throws IOException {
        to.head();
        to.say(text);
        return next.accept();
    }

    @Test
    void silentBackendIsATimeout() throws IOException {
        onlyTheFirst();
        retries(1);
        timeouts(Duration.ofMillis(200), Duration.ZERO);
        client.get("/");
        try (Wire silent = first.accept()) {
            silent.head();
            assertThat(client.answer().status()).isEqualTo(504);
            assertThat(silent.ends()).isTrue();
        }
        assertThat(client.get("/").socket.isClosed()).isFalse();
    }

    @Test
    void silentBackendIsLeftForAnotherAfterPerTry() throws IOException {
        timeouts(Duration.ofSeconds(30), Duration.ofMillis(200));
        client.get("/");
        try (Wire silent = first.accept();
                Wire good = second.accept()) {
            silent.head();
            good.head();
            good.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(silent.ends()).isTrue();
        }
    }

    @Test
    void malformedAnswerIsABadGatewayAndTheConnectionIsNotUsedAgain() throws IOException {
        onlyTheFirst();
        String[] malformed = {
            "garbage\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nhello\r\n0\r\n\r\n",
        };
        for (String answer : malformed) {
            client.get("/");
            try (Wire hostile = first.accept()) {
                hostile.head();
                try {
                    hostile.say(answer);
                } catch (SocketException closedOnUsBeforeWeWereDone) {
                    // a huge head is not read to its end
                }
                assertThat(client.answer().status()).isEqualTo(502);
            }
        }
        client.get("/");
        try (Wire good = first.accept()) {
            good.head();
            good.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void truncatedAnswerCutsTheClientOff() throws IOException {
        onlyTheFirst();
        client.get("/");
        try (Wire hostile = first.accept()) {
            hostile.head();
            hostile.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.bytes(4)).isEqualTo("half");
        }
        assertThat(endOf(client)).isTrue();
        assertThat(port.finished(1).reason()).isEqualTo(EndReason.CUT_SHORT);
    }

    private static boolean endOf(Wire wire) throws IOException {
        try {
            return wire.ends();
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    void earlyAnswerIsRelayedBeforeTheUploadEnds() throws IOException {
        onlyTheFirst();
        client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n" + "x".repeat(100_000));
        try (Wire hasty = first.accept()) {
            hasty.head();
            hasty.say("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
            Wire.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).isEqualTo("big");
        }
        for (int i = 0; i < 10; i++) {
            client.say("x".repeat(100_000));
        }
        client.socket.shutdownOutput();
        assertThat(endOf(client)).isTrue();
    }

    @Test
    void bodyThatGrowsBeyondTheLimitIsRefusedWhileItStreams() throws IOException {
        onlyTheFirst();
        port.limits(dev.fairlead.server.desired.Limits.DEFAULT.withBody(50_000));
        client.say("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        try (Wire connection = first.accept()) {
            for (int i = 0; i < 60; i++) {
                client.say("3e8\r\n" + "x".repeat(1000) + "\r\n");
            }
            assertThat(client.answer().status()).isEqualTo(413);
            connection.head();
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> {
                        while (true) {
                            connection.chunk();
                        }
                    }))
                    .isInstanceOfAny(EOFException.class, SocketException.class);
        }
        assertThat(port.rejected.byReason()).containsEntry("body_too_large", 1L);
    }

    @Test
    void whatIsCutGoesElsewhereAsAfterAReset() throws IOException {
        client.get("/");
        try (Wire unanswered = first.accept()) {
            unanswered.head();
            port.backend(first.port()).cut();
            assertThat(unanswered.ends()).isTrue();
            try (Wire good = second.accept()) {
                good.head();
                good.say(OK);
                assertThat(client.answer().body()).isEqualTo("ok");
            }
        }
        RecentAttempt cut = port.finished(1).attempts().get(0);
        assertThat(cut.failure()).isEqualTo(FailureKind.CUT);
        assertThat(cut.outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(port.witnessed).isEmpty();
        assertThat(port.backend(first.port()).left().isEmpty()).isTrue();
    }

    @Test
    void whatIsCutAndCannotBeRepeatedIsABadGatewayOrEndsEarly() throws IOException {
        onlyTheFirst();
        client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
        try (Wire other = port.connect();
                Wire posted = first.accept()) {
            posted.head();
            other.get("/long");
            try (Wire halfWay = first.accept()) {
                halfWay.head();
                halfWay.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                assertThat(other.head().status()).isEqualTo(200);
                assertThat(other.bytes(4)).isEqualTo("half");
                port.backend(first.port()).cut();
                assertThat(client.answer().status()).isEqualTo(502);
                assertThat(endOf(other)).isTrue();
            }
        }
        assertThat(port.finished(2).attempts()).hasSize(1);
        assertThat(port.witnessed).isEmpty();
    }

    @Test
    void backendThatHangsUpOnAWholeRequestIsTold() throws IOException {
        onlyTheFirst();
        retries(1);
        client.get("/");
        try (Wire broken = first.accept()) {
            broken.head();
        }
        assertThat(client.answer().status()).isEqualTo(502);
        assertThat(port.witnessed).containsExactly("127.0.0.1:" + first.port() + " RESET");
    }

    @Test
    void uploadThatItsClientLeavesUnfinishedSaysNothingOfTheBackend() throws IOException {
        onlyTheFirst();
        timeouts(Duration.ofSeconds(30), Duration.ofMillis(200));
        client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nabc");
        try (Wire patient = first.accept()) {
            patient.head();
            patient.bytes(3);
            client.socket.shutdownOutput();
            assertThat(patient.ends()).isTrue();
        }
        port.finished(1);
        try (Wire other = port.connect()) {
            other.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nabc");
            try (Wire hangsUp = first.accept()) {
                hangsUp.head();
                hangsUp.bytes(3);
            }
            assertThat(other.answer().status()).isGreaterThanOrEqualTo(500);
        }
        assertThat(port.witnessed).isEmpty();
    }

    @Test
    void allBackendsDownIsABadGatewayAtOnce() throws IOException {
        first.close();
        second.close();
        client.get("/");
        assertThat(client.answer().status()).isEqualTo(502);
        client.get("/", "Accept: application/json");
        assertThat(client.answer().body()).contains("\"status\":502");
    }
}

package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.Timeouts;
import dev.fairlead.server.routing.MirrorResult;
import dev.fairlead.server.routing.RealPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mirror of a route gets copies, and whatever it does with them, nobody else notices. */
final class MirrorTest {

    private static final int MEBIBYTE = 1024 * 1024;
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AutoClose
    private final RawBackend mirror = open();

    @AutoClose
    private final PortWithBackend bed = new PortWithBackend();

    private final RealPool pool = bed.port.pool;

    private static RawBackend open() {
        try {
            return new RawBackend();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void mirrorAll() {
        pool.mirror(100, mirror.port());
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        bed.hangUp();
        bed.backend.close();
        mirror.close();
        threads.shutdownNow();
        TestPort.await(() -> bed.port.listener.connections() == 0);
        TestPort.await(() -> bed.port.backend(bed.backend.port()).inFlight() == 0);
        TestPort.await(() -> inFlight() == 0);
        TestPort.await(() -> bed.port.listener.clients().budget().held() == 0);
        TestPort.await(() -> pool.mirrorBackend(mirror.port()).connections().open() == 0);
        assertThat(bed.port.witnessed).isEmpty();
        for (int codeClass = 1; codeClass <= 5; codeClass++) {
            assertThat(pool.mirrorCounters().requests(codeClass)).isZero();
        }
        assertThat(pool.mirrorBackend(mirror.port()).counters().attempts()).isZero();
    }

    private int inFlight() {
        return pool.mirrorBackend(mirror.port()).inFlight();
    }

    private void awaitMirrored(MirrorResult result, long count) {
        TestPort.await(() -> pool.mirrored(result) >= count);
        assertThat(pool.mirrored(result)).isEqualTo(count);
    }

    private long allMirrored() {
        long sum = 0;
        for (MirrorResult result : MirrorResult.values()) {
            sum += pool.mirrored(result);
        }
        return sum;
    }

    /** Answers everything, with the body's length read first. */
    private void serveOriginals() {
        serve(bed.backend, connection -> {
            while (true) {
                Wire.Head head = connection.head();
                if (head.field("Content-Length") != null || head.field("Transfer-Encoding") != null) {
                    connection.body(head);
                }
                connection.say(OK);
            }
        });
    }

    private interface Player {
        void play(Wire connection) throws IOException;
    }

    private void serve(RawBackend backend, Player player) {
        threads.execute(() -> {
            while (!threads.isShutdown()) {
                try {
                    Wire connection = bed.keep(backend.accept());
                    threads.execute(() -> play(player, connection));
                } catch (IOException e) {
                    return; // the test is over
                }
            }
        });
    }

    private static void play(Player player, Wire connection) {
        try {
            player.play(connection);
        } catch (IOException e) {
            return; // the other side has closed
        }
    }

    private static void ask(Wire client, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(client.get("/" + i).answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void copyHasTheBytesOfItsOriginalAndAMark() throws IOException {
        Wire client = bed.connect()
                .say("GET /a//b/%2e?q=1 HTTP/1.1\r\nHost: Example.org\r\nCookie: a=b\r\nX-A: 1\r\nx-a: 2\r\n"
                        + "Connection: X-Hop\r\nX-Hop: 1\r\nX-Request-Id: mine\r\n\r\n");
        Wire original = bed.accept();
        Wire copy = bed.keep(mirror.accept());
        Wire.Head sent = original.head();
        Wire.Head copied = copy.head();

        assertThat(copied.line()).isEqualTo(sent.line()).isEqualTo("GET /a//b/%2e?q=1 HTTP/1.1");
        List<String> expected = new ArrayList<>(sent.fields());
        expected.replaceAll(field -> field.replace(bed.backend.address(), mirror.address()));
        expected.add("X-Mirrored-By: fairlead");
        assertThat(copied.fields()).isEqualTo(expected);
        assertThat(copied.field("X-Request-Id"))
                .isEqualTo(sent.field("X-Request-Id"))
                .isNotEqualTo("mine");
        assertThat(sent.field("X-Mirrored-By")).isNull();

        copy.say("HTTP/1.1 500 No\r\nSet-Cookie: stranger=1\r\nContent-Length: 5\r\n\r\nwrong");
        original.say(OK);
        Wire.Answer answer = client.answer();
        assertThat(answer.body()).isEqualTo("ok");
        assertThat(answer.head().field("Set-Cookie")).isNull();
        awaitMirrored(MirrorResult.SENT, 1);
        assertThat(bed.port.logged).hasSize(1);
        assertThat(bed.port.recent.newest(10)).hasSize(1);
    }

    @Test
    void keptConnectionsOfTheMirrorServeOneCopyAfterTheOther() throws IOException {
        serveOriginals();
        Wire client = bed.connect();
        ask(client, 1);
        Wire copies = bed.keep(mirror.accept());
        for (int i = 1; i <= 5; i++) {
            copies.head();
            copies.say(OK);
            awaitMirrored(MirrorResult.SENT, i);
            ask(client, 1);
        }
        copies.head();
        copies.say(OK);
        awaitMirrored(MirrorResult.SENT, 6);
    }

    @Test
    void bodyOfKnownLengthIsCopied() throws IOException {
        serveOriginals();
        String body = pattern(100_000);
        Wire client = bed.connect().say("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + body);
        Wire copy = bed.keep(mirror.accept());
        Wire.Head head = copy.head();
        assertThat(head.line()).isEqualTo("POST /x HTTP/1.1");
        assertThat(head.field("Content-Length")).isEqualTo("100000");
        assertThat(head.field("X-Mirrored-By")).isEqualTo("fairlead");
        assertThat(copy.body(head)).isEqualTo(body);
        copy.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
        awaitMirrored(MirrorResult.SENT, 1);
    }

    @Test
    void chunkedBodyIsCopiedWithItsTrailers() throws IOException {
        Wire client = bed.connect().say("PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        Wire original = bed.accept();
        original.head();
        for (String part : List.of("one", "three", "fifteen")) {
            client.say(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
            assertThat(original.chunk()).isEqualTo(part);
        }
        client.say("0\r\nX-Sum: 15\r\n\r\n");
        Wire copy = bed.keep(mirror.accept());
        Wire.Head head = copy.head();
        assertThat(head.field("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(head.field("Content-Length")).isNull();
        assertThat(copy.chunk()).isEqualTo("onethreefifteen");
        assertThat(List.of(copy.line(), copy.line(), copy.line())).containsExactly("0", "X-Sum: 15", "");
        copy.say(OK);
        original.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
        awaitMirrored(MirrorResult.SENT, 1);
    }

    @Test
    void bodyWithExpectationIsCopied() throws IOException {
        serveOriginals();
        Wire client =
                bed.connect().say("POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(100);
        client.say("abc");
        Wire copy = bed.keep(mirror.accept());
        Wire.Head head = copy.head();
        assertThat(head.field("Expect")).isNull();
        assertThat(copy.body(head)).isEqualTo("abc");
        copy.say(OK);
        assertThat(client.answer().body()).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(ints = {MEBIBYTE, MEBIBYTE + 1})
    void bodiesAreCopiedUpToAMebibyte(int length) throws IOException {
        serveOriginals();
        serve(mirror, MirrorTest::readAndAnswer);
        String body = pattern(length);
        MirrorResult expected = length > MEBIBYTE ? MirrorResult.DROPPED_BODY : MirrorResult.SENT;

        Wire client = bed.connect().say("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n" + body);
        assertThat(client.answer().body()).isEqualTo("ok");
        awaitMirrored(expected, 1);

        client.say("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < length; at += 65_536) {
            String part = body.substring(at, Math.min(length, at + 65_536));
            client.say(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
        }
        client.say("0\r\n\r\n");
        assertThat(client.answer().body()).isEqualTo("ok");
        awaitMirrored(expected, 2);
        assertThat(allMirrored()).isEqualTo(2);
    }

    private static void readAndAnswer(Wire connection) throws IOException {
        while (true) {
            Wire.Head head = connection.head();
            if (!head.line().startsWith("GET")) {
                assertThat(connection.body(head)).isEqualTo(pattern(MEBIBYTE));
            }
            connection.say(OK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheMirrorDoesTheOriginalsAreServed(Misbehaviour how) throws IOException {
        patience(Duration.ofMillis(300));
        serveOriginals();
        serve(mirror, connection -> {
            connection.head();
            how.goOn(connection);
        });
        ask(bed.connect(), 50);
        TestPort.await(() -> allMirrored() == 50);
        boolean answers = how == Misbehaviour.STOPS_IN_ITS_BODY
                || how == Misbehaviour.BREAKS_OFF
                || how == Misbehaviour.NEVER_ENDS;
        awaitMirrored(answers ? MirrorResult.SENT : MirrorResult.FAILED, 50);
        TestPort.await(() -> inFlight() == 0);
    }

    private void patience(Duration each) {
        Pool policy = pool.mirrorPolicy();
        pool.mirrorPolicy(
                policy.withTimeouts(policy.timeouts().withFirstByte(each).withIdle(each)));
    }

    /** A byte now and then is progress, so only the time of the whole ends it. */
    @Test
    void answerThatTricklesEndsInTime() throws IOException {
        Pool policy = pool.mirrorPolicy();
        pool.mirrorPolicy(policy.withTimeouts(Timeouts.DEFAULT.withRequest(Duration.ofMillis(400))));
        serveOriginals();
        serve(mirror, connection -> {
            connection.head();
            connection.say("HTTP/1.1 200 OK\r\n\r\na");
            connection.rest();
        });
        ask(bed.connect(), 3);
        awaitMirrored(MirrorResult.SENT, 3);
    }

    @Test
    void mirrorThatRefusesConnectionsCostsNothing() throws IOException {
        serveOriginals();
        mirror.close();
        ask(bed.connect(), 50);
        awaitMirrored(MirrorResult.FAILED, 50);
    }

    @Test
    void mirrorThatReadsNothingKeepsNoUploadWaiting() throws IOException {
        patience(Duration.ofMillis(500));
        serveOriginals();
        serve(mirror, Wire::head);
        Wire client = bed.connect();
        for (int i = 0; i < 4; i++) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + MEBIBYTE + "\r\n\r\n" + pattern(MEBIBYTE));
            assertThat(client.answer().body()).isEqualTo("ok");
        }
        awaitMirrored(MirrorResult.FAILED, 4);
    }

    @Test
    void poolWithoutBackendsDropsCopies() throws IOException {
        serveOriginals();
        List<Backend> backends = pool.mirrorPolicy().backends();
        pool.mirrorPolicy(pool.mirrorPolicy().withBackends(List.of()));
        ask(bed.connect(), 3);
        awaitMirrored(MirrorResult.DROPPED_NONE_ELIGIBLE, 3);
        pool.mirrorPolicy(pool.mirrorPolicy().withBackends(backends));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "100, 1000, 1000", "50, 450, 550", "1, 2, 22"})
    void soManyPercentAreCopied(double percent, int least, int most) throws IOException {
        pool.mirror(percent, mirror.port());
        serveOriginals();
        serve(mirror, MirrorTest::readAndAnswer);
        ask(bed.connect(), 1000);
        TestPort.await(() -> inFlight() == 0 && pool.mirrored(MirrorResult.SENT) == allMirrored());
        assertThat(allMirrored()).isBetween((long) least, (long) most);
    }

    @Test
    void onlySoManyAreInFlight() throws IOException {
        serveOriginals();
        serve(mirror, connection -> connection.rest());
        ask(bed.connect(), 300);
        awaitMirrored(MirrorResult.DROPPED_BUSY, 300 - 256);
        assertThat(inFlight()).isEqualTo(256);
        patience(Duration.ofMillis(300)); // holds for the next ones
        mirror.close();
        bed.hangUp();
        awaitMirrored(MirrorResult.FAILED, 256);
    }

    @Test
    void clientThatGoesInTheMiddleOfItsBodyLeavesNoCopy() throws IOException {
        Wire client =
                bed.connect().say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + "a".repeat(50_000));
        bed.accept().bytes(50_000);
        client.hangUp();
        awaitMirrored(MirrorResult.DROPPED_INCOMPLETE, 1);
    }

    @Test
    void requestThatIsRefusedForItsBodyLeavesNoCopy() throws IOException {
        bed.port.limits(Limits.DEFAULT.withBody(1000));
        Wire client = bed.connect().say("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        bed.accept();
        client.say("7d0\r\n" + "a".repeat(2000) + "\r\n0\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(413);
        awaitMirrored(MirrorResult.DROPPED_INCOMPLETE, 1);
        client = bed.connect().say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(413);
        assertThat(allMirrored()).isEqualTo(1);
    }

    @Test
    void earlyAnswerLeavesNoCopy() throws IOException {
        Wire client = bed.connect().say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
        Wire original = bed.accept();
        original.head();
        original.say("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
        assertThat(client.answer().status()).isEqualTo(403);
        awaitMirrored(MirrorResult.DROPPED_INCOMPLETE, 1);
    }

    @Test
    void copiesTakeASmallPartOfTheMemory() throws IOException {
        bed.port.limits(Limits.DEFAULT.withBuffers(2 * MEBIBYTE));
        serveOriginals();
        serve(mirror, connection -> connection.rest());
        Wire client = bed.connect();
        ask(client, 60);
        TestPort.await(() -> inFlight() + pool.mirrored(MirrorResult.DROPPED_MEMORY) == 60);
        assertThat(inFlight()).isBetween(20, 32);
        assertThat(bed.port.listener.clients().budget().held()).isLessThan(MEBIBYTE / 2);
        client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 900000\r\n\r\n" + pattern(900_000));
        assertThat(client.answer().body()).isEqualTo("ok");
    }

    @Test
    void clientsThatNeedTheMemoryGetItFromCopies() throws IOException {
        bed.port.limits(Limits.DEFAULT.withBuffers(2 * MEBIBYTE));
        serveOriginals();
        serve(mirror, connection -> connection.rest());
        Wire client = bed.connect();
        ask(client, 20);
        TestPort.await(() -> inFlight() == 20);
        String half = "GET / HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(8000);
        while (inFlight() > 0) {
            bed.connect().say(half);
        }
        awaitMirrored(MirrorResult.DROPPED_MEMORY, 20);
        assertThat(bed.port.rejected.byReason().get("buffers")).isZero();
    }

    @Test
    void copyIsNotCopiedAgainAndItsMarkIsNoClaim() throws IOException {
        Wire client = bed.connect().get("/", "X-Mirrored-By: me", "X_Mirrored_By: me");
        Wire original = bed.accept();
        assertThat(original.head().fields()).noneMatch(field -> field.contains("irrored"));
        original.say(OK);
        assertThat(client.answer().status()).isEqualTo(200);
        awaitMirrored(MirrorResult.DROPPED_COPY, 1);
    }

    @Test
    void tunnelIsNotCopied() throws IOException {
        Wire client = bed.connect()
                .get(
                        "/",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Key: a",
                        "Sec-WebSocket-Version: 13");
        Wire original = bed.accept();
        original.head();
        original.say("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(101);
        assertThat(allMirrored()).isZero();
    }

    /** What becomes of the one says nothing about the other. */
    @Test
    void originalThatNobodyServesIsCopiedNonetheless() throws IOException {
        List<Backend> backends = pool.policy().backends();
        pool.policy(pool.policy().withBackends(List.of()));
        serve(mirror, MirrorTest::readAndAnswer);
        assertThat(bed.connect().get("/").answer().status()).isEqualTo(503);
        awaitMirrored(MirrorResult.SENT, 1);
        pool.policy(pool.policy().withBackends(backends));
    }

    private static String pattern(int length) {
        StringBuilder text = new StringBuilder(length + 16);
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append('-');
        }
        text.setLength(length);
        return text.toString();
    }
}

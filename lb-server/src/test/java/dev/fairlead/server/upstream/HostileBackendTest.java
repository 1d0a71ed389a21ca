package dev.fairlead.server.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.upstream.ScriptedBackend.Peer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends that lie, stall, hang up or talk out of turn: a named failure, and never a second exchange on that connection. */
class HostileBackendTest {

    private ScriptedBackend backend;
    private Bench bench;

    @BeforeEach
    void start() throws IOException {
        backend = new ScriptedBackend();
        bench = new Bench(backend.port());
    }

    @AfterEach
    void stop() throws IOException {
        bench.close();
        backend.close();
    }

    private void assertFailed(Call call, UpstreamFailure failure) {
        Bench.await(call.over);
        assertThat(call.failure).as(call.detail).isEqualTo(failure);
        assertThat(call.events).endsWith("failed").containsOnlyOnce("failed").doesNotContain("ended");
        assertThat(bench.connections.open()).isZero();
        assertThat(bench.connections.idle()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "HTTP/2.0 200 OK~~",
                "HTTP/1.2 200 OK~~",
                "http/1.1 200 OK~~",
                "~~HTTP/1.1 200 OK~~",
                "HTTP/1.1 20 OK~~",
                "HTTP/1.1 2000 OK~~",
                "HTTP/1.1 abc OK~~",
                "HTTP/1.1 099 No~~",
                "HTTP/1.1  200 OK~~",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK~Content-Length: 0\n~",
                "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 5~~hello",
                "HTTP/1.1 200 OK~Content-Length: 5~Content-Length: 6~~hello",
                "HTTP/1.1 200 OK~Content-Length: 5, 5~~hello",
                "HTTP/1.1 200 OK~Content-Length: +5~~hello",
                "HTTP/1.1 200 OK~Content-Length: ~~hello",
                "HTTP/1.1 200 OK~Content-Length: 18446744073709551621~~hello",
                "HTTP/1.1 200 OK~Content-Length: 5~Transfer-Encoding: chunked~~0~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: xchunked~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~",
                "HTTP/1.1 200 OK~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~",
                "HTTP/1.0 200 OK~Transfer-Encoding: chunked~~0~~",
                "HTTP/1.1 200 OK~X: a~ folded~~",
                "HTTP/1.1 200 OK~Bad Name: a~~",
                "HTTP/1.1 200 OK~Content-Length : 0~~",
                "HTTP/1.1 200 OK~: a~~",
                "HTTP/1.1 200 OK~no colon~~",
                "HTTP/1.1 200 OK~X: a\u0000b~~",
                "HTTP/1.1 200 OK~X: a\rb~~",
                "HTTP/1.1 101 Switching Protocols~Upgrade: websocket~~",
            })
    void whatIsNotAResponseIsRefused(String bytes) throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        peer.write(bytes.replace("~", "\r\n"));
        assertFailed(call, UpstreamFailure.MALFORMED_RESPONSE);
        assertThat(call.events).doesNotContain("head");
        assertThat(peer.rest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhelloo\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "0\r\nbad trailer\r\n\r\n",
                "0\r\nA: b\n\r\n",
            })
    void brokenChunksBreakTheBody(String body) throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "");
        Bench.await(call.headSeen);
        peer.write(body);
        assertFailed(call, UpstreamFailure.MALFORMED_RESPONSE);
        assertThat(call.readFailure).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5\r\nhelloo\r\n0\r\n\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "5\r\nhello\r\nzz\r\nhello\r\n0\r\n\r\n",
                "5\r\nhello\r\n1\r\n!\r\n 0\r\n\r\n",
                "5\r\nhello\r\n0\r\nbad trailer\r\n\r\n",
                "0\r\nA: b\n\r\n",
                "x\r\nhello\r\n0\r\n\r\n",
                "-1\r\n",
                "0x5\r\nhello\r\n0\r\n\r\n",
                "5 abc\r\nhello\r\n0\r\n\r\n",
                "5 \n",
                "5\nhello\r\n0\r\n\r\n",
                "\r\n",
                "fffffffffffffffff\r\nhello",
                "5;a=\u0001\r\nhello\r\n0\r\n\r\n",
            })
    void brokenChunksThatCameWithTheHeadAreKnownBeforeItIsTold(String body) throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", body);
        assertFailed(call, UpstreamFailure.MALFORMED_RESPONSE);
        assertThat(call.events).doesNotContain("head");
    }

    @Test
    void blanksBehindAChunkSizeAreTaken() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "5  \r\nhello\r\n1\t;a=b\r\n!\r\n0 \r\n\r\n");
        assertThat(Bench.await(call.over).body()).isEqualTo("hello!");
        assertThat(call.failure).isNull();
        assertThat(call.reusable).isTrue();
    }

    @Test
    void boundsHoldForHeadsFieldsInterimsExtensionsAndTrailers() throws IOException {
        String ok = "HTTP/1.1 200 OK\r\n";
        String chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
        refuses(UpstreamFailure.HEAD_TOO_LARGE, ok + "X: " + "x".repeat(1024 * 1024));
        refuses(UpstreamFailure.HEAD_TOO_LARGE, ok + "X: y\r\n".repeat(257) + "\r\n");
        refuses(UpstreamFailure.MALFORMED_RESPONSE, "HTTP/1.1 102 Processing\r\n\r\n".repeat(1000));
        refuses(UpstreamFailure.MALFORMED_RESPONSE, chunked + "1;" + "x".repeat(5000));
        refuses(UpstreamFailure.MALFORMED_RESPONSE, chunked + "0\r\n" + "X: y\r\n".repeat(5000));
        refuses(UpstreamFailure.MALFORMED_RESPONSE, chunked + "0\r\nX: " + "y".repeat(100_000));
    }

    private void refuses(UpstreamFailure failure, String answer) throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        try {
            peer.write(answer);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(java.net.SocketException.class); // it was hung up on before it had said it all
        }
        assertFailed(call, failure);
    }

    @Test
    void largeButLawfulHeadsAreRead() throws IOException {
        Call call = bench.get();
        backend.accept().answer("HTTP/1.1 200 OK\nContent-Length: 2\nX: " + "x".repeat(50_000), "ok");
        assertThat(Bench.await(call.over).body()).isEqualTo("ok");
        assertThat(call.headers.get(1)).hasSize(50_002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Le"})
    void hangingUpBeforeAHeadIsAReset(String part) throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        peer.write(part).close();
        assertFailed(call, UpstreamFailure.RESET_BEFORE_RESPONSE);
    }

    @Test
    void aResetBeforeAHeadIsAReset() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        peer.reset();
        assertFailed(call, UpstreamFailure.RESET_BEFORE_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 10 | hello",
                "Transfer-Encoding: chunked | 5~hello~",
                "Transfer-Encoding: chunked | 5~he"
            })
    void aBodyThatIsCutOffIsNotPassedOffAsWhole(String framing, String body) throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\n" + framing, body.replace("~", "\r\n"));
        peer.close();
        assertFailed(call, UpstreamFailure.TRUNCATED_RESPONSE);
        assertThat(call.readFailure).isNotNull();
        assertThat(call.events).contains("head");
    }

    @Test
    void aResetInTheBodyIsTold() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nContent-Length: 10", "hello");
        Bench.await(call.headSeen);
        peer.reset();
        assertFailed(call, UpstreamFailure.RESET_AFTER_HEAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.1 204 No Content\r\n\r\nok",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n\r\n",
            })
    void bytesBehindAResponseReachNobody(String answer) throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        peer.write(answer);
        Bench.await(call.over);
        assertThat(call.failure).isNull();
        assertThat(call.reusable).isFalse();
        assertThat(call.body()).doesNotContain("secret");
        assertThat(bench.connections.open()).isZero();
    }

    @Test
    void bytesBehindABodyReadStraightFromTheSocketReachNobody() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nContent-Length: 4", "ok");
        Bench.await(call.headSeen);
        Bench.until("first part read", () -> bench.on(0, call::bodySize) == 2);
        peer.write("okHTTP/1.1 200 OK\r\n\r\nsecret");
        Bench.await(call.over);
        assertThat(call.body()).isEqualTo("okok");
        assertThat(call.reusable).isFalse();
    }

    private enum Timeout {
        FIRST_BYTE,
        PER_TRY,
        IDLE
    }

    @ParameterizedTest
    @EnumSource(Timeout.class)
    void aBackendThatStallsIsLeft(Timeout timeout) throws IOException {
        long limit = TimeUnit.MILLISECONDS.toNanos(80);
        ExchangeTimeouts timeouts = new ExchangeTimeouts(
                timeout == Timeout.FIRST_BYTE ? limit : 0,
                timeout == Timeout.PER_TRY ? limit : 0,
                timeout == Timeout.IDLE ? limit : 0);
        long start = System.nanoTime();
        Call call = bench.send(new Call(Request.get(), timeouts, new byte[0]));
        Peer peer = backend.accept();
        peer.head();
        if (timeout == Timeout.IDLE) {
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        }
        assertFailed(call, UpstreamFailure.valueOf(timeout + "_TIMEOUT"));
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(limit);
        assertThat(call.detail).contains("80 ms");
        assertThat(peer.rest()).isEmpty();
    }

    @Test
    void anUploadThatStallsIsIdleNotLate() throws IOException {
        long limit = TimeUnit.MILLISECONDS.toNanos(80);
        Call call = new Call(Request.post(100), new ExchangeTimeouts(1, 0, limit), new byte[10]);
        call.keepsUploadOpen = true;
        bench.send(call);
        assertFailed(call, UpstreamFailure.IDLE_TIMEOUT);
    }

    @Test
    void progressKeepsAnExchangeAlive() throws IOException {
        long limit = TimeUnit.MILLISECONDS.toNanos(150);
        Call call = bench.send(new Call(Request.get(), new ExchangeTimeouts(limit, limit, limit), new byte[0]));
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nContent-Length: 10", "");
        long start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            peer.write("x");
            int sent = i + 1;
            Bench.until("byte " + i, () -> bench.on(0, call::bodySize) == sent);
            long next = start + sent * limit / 3;
            Bench.until("a while", () -> System.nanoTime() > next);
        }
        Bench.await(call.over);
        assertThat(call.failure).isNull();
        assertThat(System.nanoTime() - start).isGreaterThan(2 * limit);
    }

    @Test
    void anAnswerBeforeTheUploadEndsIsRelayedAndTheRestWaitsUntilThatIsOut() throws IOException {
        Call call = new Call(Request.post(20_000_000), ExchangeTimeouts.NONE, new byte[20_000_000]);
        bench.send(call);
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 413 Content Too Large\nContent-Length: 3", "big");
        Bench.await(call.over);
        assertThat(call.status).isEqualTo(413);
        assertThat(call.body()).isEqualTo("big");
        assertThat(call.reusable).isFalse();
        assertThat(call.events).containsExactly("connected", "head", "ended");
        assertThat(call.uploaded).isNotDone();
        bench.on(0, () -> {
            call.exchange().discardRequestBody();
            return call;
        });
        Bench.await(call.uploaded);
        assertThat(call.writeFailure).isNull();
    }

    @Test
    void anAnswerFollowedByAResetIsStillRelayed() throws IOException {
        for (int i = 0; i < 20; i++) {
            Call call = new Call(Request.post(20_000_000), ExchangeTimeouts.NONE, new byte[20_000_000]);
            bench.send(call);
            Peer peer = backend.accept();
            peer.answer("HTTP/1.1 413 Content Too Large\nContent-Length: 3\nConnection: close", "big");
            peer.close(); // with the upload unread, the kernel resets
            Bench.await(call.over);
            assertThat(call.failure).as(call.detail).isNull();
            assertThat(call.body()).isEqualTo("big");
        }
    }

    @Test
    void aResetInTheMiddleOfAnUploadIsAFailure() throws IOException {
        Call call = new Call(Request.post(20_000_000), ExchangeTimeouts.NONE, new byte[20_000_000]);
        bench.send(call);
        Peer peer = backend.accept();
        peer.head();
        peer.reset();
        assertFailed(call, UpstreamFailure.RESET_BEFORE_RESPONSE);
        assertThat(call.exchange().bytesWritten()).isPositive();
    }

    @Test
    void anEarlyAnswerDoesNotStopAnUploadThatIsStillWanted() throws IOException {
        Call call = new Call(Request.post(10), ExchangeTimeouts.NONE, "hello".getBytes(UTF_8));
        call.keepsUploadOpen = true;
        bench.send(call);
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nContent-Length: 10", "hello");
        assertThat(peer.read(5)).isEqualTo("hello");
        Bench.until("the early part", () -> bench.on(0, call::bodySize) == 5);
        bench.on(0, () -> {
            try {
                return call.exchange().requestBody().write(java.nio.ByteBuffer.wrap("world".getBytes(UTF_8)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThat(peer.read(5)).isEqualTo("world");
        peer.write("world");
        assertThat(Bench.await(call.over).body()).isEqualTo("helloworld");
        assertThat(call.reusable).isTrue();
    }
}

package dev.fairlead.server.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.upstream.ScriptedBackend.Peer;
import dev.fairlead.server.upstream.http1.Trailer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole exchanges with backends that keep to the protocol. */
class ExchangeTest {

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

    @Test
    void headAndBodyArriveAndTheConnectionIsKept() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK\nContent-Length: 5\nX-Odd:  a b\t", "hello");

        Bench.await(call.over);

        assertThat(call.status).isEqualTo(200);
        assertThat(call.headers).containsExactly("Content-Length=5", "X-Odd=a b");
        assertThat(call.body()).isEqualTo("hello");
        assertThat(call.reusable).isTrue();
        assertThat(call.events).containsExactly("connected", "head", "ended");
        assertThat(bench.connections.idle()).isEqualTo(1);
        assertThat(bench.lent()).isZero();
    }

    @Test
    void theSameConnectionCarriesManyExchanges() throws IOException {
        Call first = bench.get();
        Peer peer = backend.accept();
        peer.ok("one");
        assertThat(Bench.await(first.over).reused).isFalse();
        for (int i = 0; i < 20; i++) {
            Call next = bench.get();
            peer.ok("again");
            assertThat(Bench.await(next.over).body()).isEqualTo("again");
            assertThat(next.reused).isTrue();
        }
        assertThat(bench.connections.open()).isEqualTo(1);
    }

    @Test
    void headAndFirstBodyBytesLeaveTogether() throws IOException {
        Call call = bench.send(Request.post(4), "data");
        Peer peer = backend.accept();
        assertThat(peer.head()).startsWith("POST / HTTP/1.1\r\n").endsWith("Content-Length: 4\r\n\r\n");
        assertThat(peer.read(4)).isEqualTo("data");
        peer.write("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(Bench.await(call.over).status).isEqualTo(204);
        assertThat(call.exchange().bytesWritten()).isGreaterThan(4);
    }

    @Test
    void chunkedUploadsCarryTrailers() throws IOException {
        Call call = new Call(Request.chunked(), ExchangeTimeouts.NONE, "hello".getBytes(UTF_8));
        call.requestTrailers = List.of(new Trailer("X-Sum", "42"));
        bench.send(call);
        Peer peer = backend.accept();
        peer.head();
        String expected = "5\r\nhello\r\n0\r\nX-Sum: 42\r\n\r\n";
        assertThat(peer.read(expected.length())).isEqualTo(expected);
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(Bench.await(call.over).reusable).isTrue();
    }

    @Test
    void chunkedBodiesAreUnwrappedAndTrailersKept() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked",
                "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 7\r\nContent-Length: 3\r\n\r\n");
        Bench.await(call.over);
        assertThat(call.body()).isEqualTo("hello world");
        assertThat(call.trailers).containsExactly(new Trailer("X-Sum", "7"));
        assertThat(call.reusable).isTrue();
    }

    @Test
    void aBodyWithoutAnyFramingEndsWithTheConnection() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.answer("HTTP/1.1 200 OK", "until the end");
        peer.close();
        Bench.await(call.over);
        assertThat(call.body()).isEqualTo("until the end");
        assertThat(call.reusable).isFalse();
        assertThat(bench.connections.open()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HEAD | HTTP/1.1 200 OK~Content-Length: 500",
                "HEAD | HTTP/1.1 200 OK~Transfer-Encoding: chunked",
                "GET | HTTP/1.1 204 No Content~Content-Length: 5",
                "GET | HTTP/1.1 304 Not Modified~Content-Length: 5",
                "GET | HTTP/1.1 304 Not Modified~Transfer-Encoding: chunked",
                "GET | HTTP/1.1 200 OK~Content-Length: 0",
            })
    void someAnswersHaveNoBodyWhateverTheirHeadersSay(String method, String head) throws IOException {
        Call call = bench.send(Request.of(method), "");
        Peer peer = backend.accept();
        peer.answer(head.replace('~', '\n'), "");
        Bench.await(call.over);
        assertThat(call.body()).isEmpty();
        assertThat(call.reusable).isTrue();
    }

    @Test
    void interimResponsesAreSkipped() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        peer.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 20");
        peer.write("0 OK\r\nContent-Length: 2\r\n\r\nok");
        Bench.await(call.over);
        assertThat(call.status).isEqualTo(200);
        assertThat(call.headers).containsExactly("Content-Length=2");
        assertThat(call.body()).isEqualTo("ok");
        assertThat(call.reusable).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK~Connection: close~Content-Length: 2 | false",
                "HTTP/1.1 200 OK~Connection: x, Close~Content-Length: 2 | false",
                "HTTP/1.0 200 OK~Content-Length: 2 | false",
                "HTTP/1.0 200 OK~Connection: keep-alive~Content-Length: 2 | true",
                "HTTP/1.1 200 OK~Content-Length: 2 | true",
            })
    void aConnectionIsKeptOnlyIfTheBackendKeepsItToo(String head, boolean kept) throws IOException {
        Call call = bench.get();
        backend.accept().answer(head.replace('~', '\n'), "ok");
        assertThat(Bench.await(call.over).reusable).isEqualTo(kept);
        assertThat(bench.connections.idle()).isEqualTo(kept ? 1 : 0);
    }

    @Test
    void anAnswerInSingleBytesIsTheSameAnswer() throws IOException {
        Call call = bench.get();
        Peer peer = backend.accept();
        peer.head();
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n";
        for (int i = 0; i < answer.length(); i++) {
            peer.write(answer.substring(i, i + 1));
        }
        Bench.await(call.over);
        assertThat(call.body()).isEqualTo("abc");
        assertThat(call.trailers).containsExactly(new Trailer("X", "y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "chunked", "close"})
    void largeBodiesStreamBothWays(String framing) throws Exception {
        int size = 3_000_000;
        Request request = framing.equals("chunked") ? Request.chunked() : Request.post(size);
        Call call = bench.send(new Call(request, ExchangeTimeouts.NONE, new byte[size]));
        Peer peer = backend.accept();
        peer.head();
        if (framing.equals("chunked")) {
            readChunks(peer, size);
        } else {
            assertThat(peer.read(size)).hasSize(size);
        }
        String head = "HTTP/1.1 200 OK\r\n";
        byte[] block = new byte[100_000];
        switch (framing) {
            case "length" -> peer.write(head + "Content-Length: " + size + "\r\n\r\n");
            case "chunked" -> peer.write(head + "Transfer-Encoding: chunked\r\n\r\n");
            default -> peer.write(head + "\r\n");
        }
        for (int sent = 0; sent < size; sent += block.length) {
            if (framing.equals("chunked")) {
                peer.write(Integer.toHexString(block.length) + "\r\n")
                        .write(block)
                        .write("\r\n");
            } else {
                peer.write(block);
            }
        }
        if (framing.equals("chunked")) {
            peer.write("0\r\n\r\n");
        } else if (framing.equals("close")) {
            peer.close();
        }
        Bench.await(call.over);
        assertThat(call.failure).as(call.detail).isNull();
        assertThat(call.bodySize()).isEqualTo(size);
        assertThat(call.reusable).isEqualTo(!framing.equals("close"));
    }

    private static void readChunks(Peer peer, int size) throws IOException {
        int left = size;
        while (true) {
            StringBuilder line = new StringBuilder();
            while (line.indexOf("\r\n") < 0) {
                line.append(peer.read(1));
            }
            int chunk = Integer.parseInt(line.toString().trim(), 16);
            assertThat(peer.read(chunk + 2)).hasSize(chunk + 2).endsWith("\r\n");
            left -= chunk;
            if (chunk == 0) {
                assertThat(left).isZero();
                return;
            }
        }
    }

    @Test
    void aReaderThatPausesGetsEverythingLater() throws Exception {
        int size = 4_000_000;
        Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
        call.readsBody = false;
        bench.send(call);
        Peer peer = backend.accept();
        Thread writer = new Thread(() -> {
            try {
                peer.answer("HTTP/1.1 200 OK\nContent-Length: " + size, "x".repeat(size));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        Bench.await(call.headSeen);
        bench.thread(0).execute(call::readReady);
        Bench.await(call.over);
        writer.join();
        assertThat(call.bodySize()).isEqualTo(size);
        assertThat(call.reusable).isTrue();
    }
}

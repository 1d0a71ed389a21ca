package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Limits;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RequestRun;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not get past the guard, and that what does would have reached a backend: with an empty pool, 503. */
final class RequestGuardTest {

    private static final int PASSED = 503;

    private TestPort port;

    @BeforeEach
    void open() throws IOException {
        port = new TestPort();
    }

    @AfterEach
    void close() {
        port.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET / HTTP/1.1~Host: a~Transfer-Encoding: xchunked           | 400 | transfer_encoding
            GET / HTTP/1.1~Host: a~Transfer-Encoding: chunked, chunked   | 400 | transfer_encoding
            GET / HTTP/1.1~Host: a~Transfer-Encoding: identity           | 400 | transfer_encoding
            GET / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: chunked | 400 | transfer_encoding
            GET / HTTP/1.0~Host: a~Transfer-Encoding: chunked            | 400 | transfer_encoding
            POST / HTTP/1.1~Host: a~Content-Length: 18446744073709551621 | 400 | content_length
            POST / HTTP/1.1~Host: a~Content-Length: 5~Transfer-Encoding: chunked | 400 | transfer_encoding
            POST / HTTP/1.1~Host: a~Content-Length: 5~Content-Length: 5  | 400 | content_length
            POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~x        | 400 | body_invalid
            POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~ffffffffffffffffffff~ | 400 | body_invalid
            POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~1~ab~    | 400 | body_invalid
            POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0~X Y: z~| 400 | body_invalid
            GET / HTTP/9.9~Host: a                                       | 505 | version
            GET / HTTP/0.9~Host: a                                       | 505 | version
            GET / HTTP/1.2~Host: a                                       | 505 | version
            GET /                                                        | 505 | version
            PRI * HTTP/2.0~~SM                                           | 505 | version
            CONNECT a:80 HTTP/1.1~Host: a:80                             | 405 | method
            TRACE / HTTP/1.1~Host: a                                     | 405 | method
            GET / HTTP/1.1~Host: a~Expect: magic                         | 417 | expectation
            GET / HTTP/1.1                                               | 400 | host_missing
            GET / HTTP/1.1~Host: a~Host: b                               | 400 | host_repeated
            GET / HTTP/1.1~Host: a b                                     | 400 | host_invalid
            GET http://ab/ HTTP/1.1~Host: a                              | 400 | host_disagrees
            GET http://a:81/ HTTP/1.1~Host: a                            | 400 | host_disagrees
            GET ftp://a/ HTTP/1.1~Host: a                                | 400 | target_invalid
            GET /a#b HTTP/1.1~Host: a                                    | 400 | target_invalid
            GET a HTTP/1.1~Host: a                                       | 400 | target_invalid
            GET * HTTP/1.1~Host: a                                       | 400 | target_invalid
            GET / HTTP/1.1~Host: a~X Y: z                                | 400 | header_invalid
            GET / HTTP/1.1~Host: a~: z                                   | 400 | header_invalid
            GET / HTTP/1.1~Host: a~X: y~ folded                          | 400 | header_invalid
            G@T / HTTP/1.1~Host: a                                       | 400 | line_invalid
            ~~GET / HTTP/1.1~Host: a                                     | 400 | line_invalid
            """)
    void dangerousRequestIsAnsweredAndClosed(String head, int status, String reason) throws IOException {
        try (Wire client = port.connect()) {
            client.say(head.strip().replace("~", "\r\n") + "\r\n\r\n");
            Wire.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.head().line()).startsWith("HTTP/1.1 ");
            assertThat(answer.body()).contains("request ");
            assertThat(client.ends()).isTrue();
        }
        assertThat(port.rejected.byReason()).containsEntry(reason, 1L);
        TestPort.await(() -> port.logged.size() == 1);
        RequestRun logged = port.logged.remove();
        assertThat(logged.refusedFor()).isEqualTo(reason);
        assertThat(logged.status()).isEqualTo(status);
        assertThat(logged.endReason()).isEqualTo(EndReason.REFUSED);
        assertThat(logged.facts().clientAddress()).isEqualTo("127.0.0.1");
    }

    /** Their bodies never come, so whoever waits for them waits for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Host: a~Host: b~",
                "Host: a b~",
                "Host: a~X: y~ folded~",
                "Host: a~X: y~\tfolded~",
                "Host: a~Expect: magic~",
                "Host: a~Transfer-Encoding: chunked~",
                "Host: a~Content-Length: 2000~",
            })
    void refusedUploadIsAnsweredBeforeItsBodyComes(String fields) throws IOException {
        try (Wire client = port.connect()) {
            client.say(("POST / HTTP/1.1~Content-Length: 1000~" + fields + "~").replace("~", "\r\n"));
            assertThat(client.answer().status()).isIn(400, 417);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void refusedHeadIsNotReadToItsEnd() throws IOException {
        try (Wire client = port.connect()) {
            client.say("GET / HTTP/1.1\r\nHost: a\r\nX Y: z");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void refusedHeadGetsNoBody() throws IOException {
        try (Wire client = port.connect()) {
            client.say("HEAD / HTTP/1.1\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(400);
            assertThat(client.ends()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1~Host: a",
        "GET / HTTP/1.0",
        "GET http://a/x HTTP/1.1~Host: a",
        "OPTIONS * HTTP/1.1~Host: a",
        "GET /a?b HTTP/1.1~Host: a~Upgrade: h2c~Connection: Upgrade~HTTP2-Settings: AAMAAABk",
        "POST / HTTP/1.1~Host: a~Content-Length: 0",
    })
    void ordinaryRequestPasses(String head) throws IOException {
        try (Wire client = port.connect()) {
            client.say(head.replace("~", "\r\n") + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(PASSED);
        }
    }

    @Test
    void refusedUploadGetsItsAnswerAlthoughNobodyReadsIt() throws IOException {
        port.limits(Limits.DEFAULT.withBody(1000));
        try (Wire client = port.connect()) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
            client.say("x".repeat(5_000_000));
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.ends()).isTrue();
        }
        assertThat(port.rejected.byReason()).containsEntry("body_too_large", 1L);
    }

    @Test
    void headBeyondTheLimitIsRefused() throws IOException {
        try (Wire client = port.connect()) {
            client.get("/", "X-Long: " + "x".repeat(40_000));
            assertThat(client.answer().status()).isEqualTo(431);
            assertThat(client.ends()).isTrue();
        }
        try (Wire client = port.connect()) {
            client.get("/", "X-Endless: " + "x".repeat(1_000_000));
            assertThat(client.answer().status()).isEqualTo(431);
            assertThat(client.ends()).isTrue();
        }
        assertThat(port.rejected.byReason()).containsEntry("headers_too_large", 2L);
    }

    @Test
    void smallLimitDoesNotCountTheBody() throws IOException {
        port.limits(Limits.DEFAULT.withHeader(1000));
        try (Wire client = port.connect()) {
            client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n" + "x".repeat(9000));
            assertThat(client.answer().status()).isEqualTo(PASSED);
        }
    }

    @Test
    void targetBeyondTheLimitIsRefused() throws IOException {
        for (int length : new int[] {33_000, 40_000, 500_000}) {
            try (Wire client = port.connect()) {
                client.get("/" + "x".repeat(length));
                assertThat(client.answer().status()).isEqualTo(414);
                assertThat(client.ends()).isTrue();
            }
        }
    }

    @Test
    void tooManyHeadersAreRefused() throws IOException {
        String[] fields = new String[101];
        java.util.Arrays.setAll(fields, i -> "X-" + i + ": y");
        try (Wire client = port.connect()) {
            client.get("/", fields);
            assertThat(client.answer().status()).isEqualTo(431);
        }
        assertThat(port.rejected.byReason()).containsEntry("too_many_headers", 1L);
    }

    @Test
    void pipelinedRequestsAreJudgedOneByOne() throws IOException {
        try (Wire client = port.connect()) {
            String good = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
            client.say(good + good + "GET / HTTP/3.7\r\nHost: a\r\n\r\n" + good);
            assertThat(client.answer().status()).isEqualTo(PASSED);
            assertThat(client.answer().status()).isEqualTo(PASSED);
            assertThat(client.answer().status()).isEqualTo(505);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void ownPagesAreAnsweredOnTheSameConnection() throws IOException {
        try (TestPort withPage = new TestPort(path -> path.equals("/lb-health")
                        ? exchange -> exchange.getResponseSender().send("fine")
                        : null);
                Wire client = withPage.connect()) {
            assertThat(client.get("/lb-health").answer().body()).isEqualTo("fine");
            assertThat(client.get("/lb-health?x").answer().body()).isEqualTo("fine");
            TestPort.await(() -> withPage.logged.size() == 2);
            RequestRun logged = withPage.logged.remove();
            assertThat(logged.path()).isEqualTo("/lb-health");
            assertThat(logged.status()).isEqualTo(200);
            assertThat(logged.bytesOut()).isEqualTo(4);
            assertThat(logged.endReason()).isEqualTo(EndReason.COMPLETED);
            assertThat(client.get("/other").answer().status()).isEqualTo(PASSED);
        }
    }

    @Test
    void emptyPoolSaysWhenToComeAgainAndNamesTheRequest() throws IOException {
        try (Wire client = port.connect()) {
            Wire.Answer text = client.get("/").answer();
            assertThat(text.head().field("Retry-After")).isEqualTo("5");
            assertThat(text.body()).matches("503 Service Unavailable\nrequest [0-9a-f]{28}\n");
            Wire.Answer json = client.get("/", "Accept: application/json").answer();
            assertThat(json.body())
                    .matches("\\{\"status\":503,\"error\":\"Service Unavailable\",\"request_id\":\"[0-9a-f]{28}\"}\n");
        }
        assertThat(port.finished(2).status()).isEqualTo(503);
    }

    /** What the access log gets is the bytes, a character for each. */
    @Test
    void bytesAboveAsciiAreKeptAsTheyCame() throws IOException {
        try (Wire client = port.connect()) {
            client.say("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: caf\u00c3\u00a9\r\nReferer: \u00e9\u00ff\r\n\r\n");
            client.answer();
        }
        TestPort.await(() -> port.logged.size() == 1);
        RequestRun passed = port.logged.remove();
        assertThat(passed.facts().header("User-Agent")).isEqualTo("caf\u00c3\u00a9");
        assertThat(passed.facts().header("Referer")).isEqualTo("\u00e9\u00ff");
    }
}

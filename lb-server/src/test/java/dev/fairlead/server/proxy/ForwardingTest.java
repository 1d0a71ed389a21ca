package dev.fairlead.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RecentRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What crosses from the client to the backend and back, byte for byte. */
final class ForwardingTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private TestPort port;
    private RawBackend backend;
    private Wire client;

    @BeforeEach
    void open() throws IOException {
        backend = new RawBackend();
        port = new TestPort().backends(backend.port());
        client = port.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        port.close();
        backend.close();
    }

    @Test
    void getIsForwardedAndConnectionsAreKeptOnBothSides() throws IOException {
        client.get("/a%2Fb;c=d?x=%20&&y", "X-Mine: 1");
        try (Wire connection = backend.accept()) {
            Wire.Head head = connection.head();
            assertThat(head.line()).isEqualTo("GET /a%2Fb;c=d?x=%20&&y HTTP/1.1");
            assertThat(head.all("Host")).containsExactly("example.org");
            assertThat(head.all("X-Mine")).containsExactly("1");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
            client.get("/again");
            assertThat(connection.head().line()).isEqualTo("GET /again HTTP/1.1");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
        RecentRequest told = port.finished(2);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.reason()).isEqualTo(EndReason.COMPLETED);
        assertThat(port.backend(backend.port()).inFlight()).isZero();
    }

    /** Answers without a body keep what speaks of the resource, and lose what speaks of a body that is not there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HEAD | 204 No Content        | X: y               |
            HEAD | 204 No Content        | Content-Length: 7  |
            HEAD | 204 No Content        | Transfer-Encoding: chunked |
            HEAD | 205 Reset Content     | X: y               |
            HEAD | 205 Reset Content     | Content-Length: 0  | Content-Length: 0
            HEAD | 304 Not Modified      | X: y               |
            HEAD | 304 Not Modified      | Content-Length: 7  | Content-Length: 7
            HEAD | 200 OK                | X: y               |
            HEAD | 200 OK                | Transfer-Encoding: chunked |
            HEAD | 200 OK                | Content-Length: 7  | Content-Length: 7
            GET  | 204 No Content        | X: y               |
            GET  | 204 No Content        | Content-Length: 7  |
            GET  | 204 No Content        | Transfer-Encoding: chunked |
            GET  | 205 Reset Content     | Content-Length: 0  | Content-Length: 0
            GET  | 304 Not Modified      | X: y               |
            """)
    void answerWithoutBodySaysNothingOfHowItWouldBeFramed(String method, String status, String sent, String framing)
            throws IOException {
        client.say(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
        try (Wire connection = backend.accept()) {
            connection.head();
            connection.say("HTTP/1.1 " + status + "\r\n" + sent + "\r\n\r\n");
            Wire.Head head = client.head();
            assertThat(head.line()).isEqualTo("HTTP/1.1 " + status);
            assertThat(head.all("Transfer-Encoding")).isEmpty();
            assertThat(head.fields().stream()
                            .filter(field -> field.startsWith("Content-Length"))
                            .toList())
                    .isEqualTo(framing == null ? List.of() : List.of(framing));
            client.get("/next"); // what followed, had there been a body, would be in the way
            connection.head();
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void emptyQueryAndMissingHostSurvive() throws IOException {
        client.say("GET /x? HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        try (Wire connection = backend.accept()) {
            Wire.Head head = connection.head();
            assertThat(head.line()).isEqualTo("GET /x? HTTP/1.1");
            assertThat(head.all("Host")).containsExactly(backend.address());
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void whereARequestCameFromIsOursToSay() throws IOException {
        client.get(
                "/",
                "X-Forwarded-For: 6.6.6.6",
                "X-Forwarded-Host: evil",
                "x-forwarded-proto: https",
                "X-Forwarded-Port: 1",
                "X-Forwarded-Prefix: /evil",
                "X-Forwarded-By: somebody",
                "X-Backend-Server: other",
                "Forwarded: for=6.6.6.6",
                "X-Real-IP: 6.6.6.6",
                "X-Request-Id: mine",
                "Connection: X-Forwarded-For, X-Request-Id, Host");
        try (Wire connection = backend.accept()) {
            Wire.Head head = connection.head();
            assertThat(head.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(head.all("X-Forwarded-Host")).containsExactly("example.org");
            assertThat(head.all("X-Forwarded-Proto")).containsExactly("http");
            assertThat(head.all("X-Forwarded-Port")).containsExactly(Integer.toString(port.port()));
            assertThat(head.all("X-Forwarded-By")).containsExactly("fairlead");
            assertThat(head.all("X-Backend-Server")).containsExactly(backend.address());
            assertThat(head.all("X-Request-Id")).singleElement().asString().matches("[0-9a-f]{28}");
            assertThat(head.all("Host")).containsExactly("example.org");
            assertThat(head.all("X-Forwarded-Prefix")).isEmpty();
            assertThat(head.all("X-Forwarded-Server")).isEmpty();
            assertThat(head.all("Forwarded")).isEmpty();
            assertThat(head.all("X-Real-IP")).isEmpty();
            connection.say(OK);
            client.answer();
        }
    }

    @Test
    void trustedProxyIsBelieved() throws IOException {
        port.frontend(port.frontend()
                .withTrustedProxies(List.of(CidrBlock.parse("127.0.0.0/8"), CidrBlock.parse("10.0.0.0/8"))));
        client.get(
                "/",
                "X-Forwarded-For: 6.6.6.6, 7.7.7.7, 10.0.0.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: shop.example",
                "X-Forwarded-Port: 443",
                "X-Real-IP: 7.7.7.7",
                "Forwarded: for=6.6.6.6",
                "Forwarded: for=7.7.7.7;proto=https",
                "X-Request-Id: abc-1");
        try (Wire connection = backend.accept()) {
            Wire.Head head = connection.head();
            assertThat(head.all("X-Forwarded-For")).containsExactly("6.6.6.6, 7.7.7.7, 10.0.0.1, 127.0.0.1");
            assertThat(head.all("X-Forwarded-Proto")).containsExactly("https");
            assertThat(head.all("X-Forwarded-Host")).containsExactly("shop.example");
            assertThat(head.all("X-Forwarded-Port")).containsExactly("443");
            assertThat(head.all("X-Real-IP")).containsExactly("7.7.7.7");
            assertThat(head.all("Forwarded"))
                    .containsExactly("for=6.6.6.6", "for=7.7.7.7;proto=https, for=127.0.0.1;proto=http");
            assertThat(head.all("X-Request-Id")).containsExactly("abc-1");
            connection.say(OK);
            client.answer();
        }
        assertThat(port.finished(1).client()).isEqualTo("7.7.7.7");
    }

    @Test
    void hopByHopHeadersCrossInNeitherDirection() throws IOException {
        client.get(
                "/",
                "Connection: keep-alive, X-Secret",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic x",
                "TE: trailers",
                "Upgrade: h2c",
                "X-Secret: 1");
        try (Wire connection = backend.accept()) {
            Wire.Head head = connection.head();
            for (String name : List.of(
                    "Connection",
                    "Keep-Alive",
                    "Proxy-Connection",
                    "Proxy-Authorization",
                    "TE",
                    "Upgrade",
                    "X-Secret")) {
                assertThat(head.all(name)).as(name).isEmpty();
            }
            connection.say("HTTP/1.1 200 OK\r\nConnection: close, X-Inner\r\nKeep-Alive: x\r\nX-Inner: 1\r\n"
                    + "Proxy-Authenticate: Basic\r\nX-Outer: 2\r\nContent-Length: 2\r\n\r\nok");
            Wire.Answer answer = client.answer();
            assertThat(answer.head().all("X-Outer")).containsExactly("2");
            for (String name : List.of("Connection", "Keep-Alive", "X-Inner", "Proxy-Authenticate")) {
                assertThat(answer.head().all(name)).as(name).isEmpty();
            }
        }
        client.get("/again");
        try (Wire connection = backend.accept()) {
            connection.head();
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void backendIsNamedOnTheAnswerIfThatIsWanted() throws IOException {
        port.pool(port.pool().withBackendHeaderOnResponse(true));
        client.get("/");
        try (Wire connection = backend.accept()) {
            connection.head();
            connection.say(OK);
            assertThat(client.answer().head().all("X-Backend-Server")).containsExactly(backend.address());
        }
    }

    @Test
    void bodiesGoUpAsTheyAreFramed() throws IOException {
        client.say("POST /l HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
        try (Wire connection = backend.accept()) {
            Wire.Head head = connection.head();
            assertThat(head.all("Content-Length")).containsExactly("5");
            assertThat(connection.bytes(5)).isEqualTo("hello");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");

            client.say("POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            Wire.Head chunked = connection.head();
            assertThat(chunked.all("Transfer-Encoding")).containsExactly("chunked");
            assertThat(connection.chunk()).isEqualTo("abc");
            client.say("2\r\nde\r\n0\r\nX-Sum: 7\r\nHost: evil\r\n\r\n");
            assertThat(connection.chunk()).isEqualTo("de");
            assertThat(connection.line()).isEqualTo("0");
            assertThat(connection.line()).isEqualTo("X-Sum: 7");
            assertThat(connection.line()).isEmpty();
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");

            client.say("POST /e HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertThat(connection.head().all("Content-Length")).containsExactly("0");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
        assertThat(port.finished(3).status()).isEqualTo(200);
    }

    @Test
    void answersComeDownHoweverTheyAreFramed() throws IOException {
        client.get("/chunked");
        Wire connection = backend.accept();
        connection.head();
        connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 1\r\n\r\n");
        Wire.Head head = client.head();
        assertThat(head.all("Transfer-Encoding")).containsExactly("chunked");
        assertThat(client.chunk()).isEqualTo("abc");
        assertThat(client.line()).isEqualTo("0");
        assertThat(client.line()).isEqualTo("X-Sum: 1");
        assertThat(client.line()).isEmpty();

        client.get("/until-close");
        connection.head();
        connection.say("HTTP/1.1 200 OK\r\n\r\nall of it");
        connection.close();
        assertThat(client.answer().body()).isEqualTo("all of it");

        client.get("/empty");
        connection = backend.accept();
        connection.head();
        connection.say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(client.answer().body()).isEmpty();

        client.say("HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n");
        connection.head();
        connection.say("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n");
        assertThat(client.head().all("Content-Length")).containsExactly("77");

        client.get("/304", "If-None-Match: x");
        connection.head();
        connection.say("HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\nETag: x\r\n\r\n");
        assertThat(client.head().line()).isEqualTo("HTTP/1.1 304 Not Modified");

        client.get("/204");
        connection.head();
        connection.say("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(client.head().status()).isEqualTo(204);

        client.get("/interim");
        connection.head();
        connection.say("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 Fine\r\nContent-Length: 1\r\n\r\nx");
        assertThat(client.answer().head().line()).isEqualTo("HTTP/1.1 200 Fine");
        connection.close();
    }

    @Test
    void oldClientGetsABodyThatEndsWithTheConnection() throws IOException {
        client.say("GET / HTTP/1.0\r\n\r\n");
        try (Wire connection = backend.accept()) {
            connection.head();
            connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            Wire.Head head = client.head();
            assertThat(head.all("Transfer-Encoding")).isEmpty();
            assertThat(client.rest()).isEqualTo("abc");
        }
    }

    @Test
    void oldClientThatAsksForItKeepsItsConnection() throws IOException {
        try (Wire connection = oldRequest()) {
            connection.head();
            connection.say(OK);
            assertThat(client.answer().head().all("Connection")).containsExactly("keep-alive");
            client.get("/more");
            assertThat(connection.head().line()).isEqualTo("GET /more HTTP/1.1");
        }
    }

    private Wire oldRequest() throws IOException {
        client.say("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
        return backend.accept();
    }

    @Test
    void bodyThatIsNoBodyIsRefused() throws IOException {
        client.say("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
        try (Wire connection = backend.accept()) {
            connection.head();
            assertThat(connection.chunk()).isEqualTo("abc");
            client.say("nonsense\r\n\r\n");
            assertThat(connection.ends()).isTrue();
        }
        assertThat(client.answer().status()).isEqualTo(400);
        assertThat(client.ends()).isTrue();
        assertThat(port.rejected.byReason()).containsEntry("body_invalid", 1L);
    }

    @Test
    void eventsArriveAsTheyAreWritten() throws IOException {
        client.get("/events");
        try (Wire connection = backend.accept()) {
            connection.head();
            connection.say("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            for (int i = 0; i < 100; i++) {
                connection.say("5\r\ndata" + i % 10 + "\r\n");
                assertThat(client.chunk()).isEqualTo("data" + i % 10);
            }
            connection.say("0\r\n\r\n");
            assertThat(client.line()).isEqualTo("0");
        }
    }

    @Test
    void clientIsToldToContinueOnceABackendIsConnected() throws IOException {
        client.say("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        try (Wire connection = backend.accept()) {
            assertThat(client.head().line()).isEqualTo("HTTP/1.1 100 Continue");
            client.say("abc");
            assertThat(connection.head().all("Expect")).isEmpty();
            assertThat(connection.bytes(3)).isEqualTo("abc");
            connection.say(OK);
            assertThat(client.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void clientIsNotToldToContinueIfThereIsNoBackend() throws IOException {
        backend.close();
        client.say("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(502);
        assertThat(client.ends()).isTrue();
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        client.get("/1").get("/2").get("/3");
        try (Wire connection = backend.accept()) {
            for (int i = 1; i <= 3; i++) {
                assertThat(connection.head().line()).isEqualTo("GET /" + i + " HTTP/1.1");
                connection.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + i);
            }
            for (int i = 1; i <= 3; i++) {
                assertThat(client.answer().body()).isEqualTo(Integer.toString(i));
            }
        }
    }
}

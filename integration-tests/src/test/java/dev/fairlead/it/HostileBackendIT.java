package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import dev.fairlead.it.support.RawBackend;
import dev.fairlead.it.support.RawClient;
import dev.fairlead.it.support.RawHead;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that is confused or means harm: no client waits for ever, and none gets what was meant for another. */
class HostileBackendIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood";

    private static final Map<String, String> MALFORMED = Map.ofEntries(
            Map.entry("garbage", "this is not HTTP at all\r\n\r\n"),
            Map.entry("tls", "\u0015\u0003\u0001\0\2\2\50"),
            Map.entry("two-lengths", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nevil!"),
            Map.entry("huge-length", "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551621\r\n\r\nevil!"),
            Map.entry("negative-length", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nevil"),
            Map.entry(
                    "length-and-chunks",
                    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
            Map.entry("bare-line-feeds", "HTTP/1.1 200 OK\nContent-Length: 4\n\nevil"),
            Map.entry("status-missing", "HTTP/1.1 OK\r\nContent-Length: 4\r\n\r\nevil"),
            Map.entry("space-before-colon", "HTTP/1.1 200 OK\r\nContent-Length : 4\r\n\r\nevil"),
            Map.entry("folded-header", "HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Length: 4\r\n\r\nevil"),
            Map.entry("huge-head", "HTTP/1.1 200 OK\r\nX-Big: " + "x".repeat(1 << 20) + "\r\n\r\n"),
            Map.entry("unasked-upgrade", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
            Map.entry("bad-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\nzz\r\n"),
            Map.entry("nothing", ""));

    private static RawBackend backend;
    private static LbProcess lb;

    @BeforeAll
    static void start() throws IOException {
        backend = RawBackend.start(HostileBackendIT::answer);
        lb = LbProcess.over(List.of(backend.address()), "timeouts { first-byte = 5s, idle = 5s }");
    }

    @AfterAll
    static void stop() throws IOException {
        lb.close();
        backend.close();
    }

    private static void answer(RawBackend.Conversation conversation, RawHead request) throws IOException {
        String what = request.target().substring(1);
        if (MALFORMED.containsKey(what)) {
            conversation.send(MALFORMED.get(what));
            // Stays open: only what was said can give it away, but for the one that says nothing.
            if (what.equals("nothing")) {
                conversation.close();
            }
            return;
        }
        switch (what) {
            case "early-hints" ->
                conversation.send(
                        "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + OK);
            case "not-modified" ->
                conversation.send("HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nContent-Length: 10\r\n\r\n");
            case "no-content" -> conversation.send("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n");
            case "too-much" -> conversation.send(OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            case "truncated" -> {
                conversation.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
                conversation.close();
            }
            case "truncated-chunk" -> {
                conversation.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n12345");
                conversation.close();
            }
            case "late-bad-chunk" ->
                conversation.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n" + "x".repeat(0x10000)
                        + "\r\nzz\r\n");
            case "until-close" -> {
                conversation.send("HTTP/1.0 200 OK\r\n\r\nall of it");
                conversation.close();
            }
            case "early-answer" -> {
                conversation.send("HTTP/1.1 413 Too Much\r\nContent-Length: 4\r\nConnection: close\r\n\r\nstop");
                conversation.close();
            }
            default -> conversation.send(OK);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "tls",
                "two-lengths",
                "huge-length",
                "negative-length",
                "length-and-chunks",
                "bare-line-feeds",
                "status-missing",
                "space-before-colon",
                "folded-header",
                "huge-head",
                "unasked-upgrade",
                "bad-chunk",
                "nothing"
            })
    void malformedAnswerIs502AndItsConnectionIsNotUsedAgain(String what) throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            int connections = backend.connections();
            assertThat(ask(client, "/" + what).status()).isEqualTo(502);
            assertThat(ask(client, "/fine").text()).isEqualTo("good");
            assertThat(backend.connections()).isGreaterThan(connections);
        }
    }

    @Test
    void interimAnswersAreNotTheAnswer() throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            assertThat(ask(client, "/early-hints").text()).isEqualTo("good");
            assertThat(ask(client, "/fine").text()).isEqualTo("good");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-modified", "no-content"})
    void answerWithoutABodyEndsAtItsHead(String what) throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            Http.Response answer = ask(client, "/" + what);
            assertThat(answer.status()).isEqualTo(what.equals("no-content") ? 204 : 304);
            assertThat(ask(client, "/fine").text()).isEqualTo("good");
        }
    }

    @Test
    void secondAnswerThatNobodyAskedForReachesNobody() throws IOException {
        for (int i = 0; i < 5; i++) {
            try (RawClient client = RawClient.connect(lb.data())) {
                assertThat(ask(client, "/too-much").text()).isEqualTo("good");
                assertThat(ask(client, "/fine").text()).isEqualTo("good");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "truncated-chunk", "late-bad-chunk"})
    void truncatedAnswerIsCutShortForTheClientToo(String what) throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            client.send(Http.request("GET", "/" + what, ""));
            assertThatThrownBy(() -> client.readResponse("GET"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(java.net.SocketTimeoutException.class);
        }
        assertThat(lb.get("/fine").text()).isEqualTo("good");
    }

    @Test
    void answerThatEndsWithItsConnectionIsWhole() throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            assertThat(ask(client, "/until-close").text()).isEqualTo("all of it");
            assertThat(ask(client, "/fine").text()).isEqualTo("good");
        }
    }

    @Test
    void answerBeforeTheUploadEndsArrives() throws IOException {
        try (RawClient client = RawClient.connect(lb.data())) {
            client.send("POST /early-answer HTTP/1.1\r\nHost: it.example\r\nContent-Length: 100000000\r\n\r\nbegin");
            Http.Response answer = client.readResponse("POST");
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).isEqualTo("stop");
        }
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        lb.get("/garbage");
        assertThatThrownBy(() -> lb.get("/truncated")).isInstanceOf(IOException.class);
        Await.until(
                "no request is in flight",
                () -> lb.page("/lb-stats").getConfigList("backends").stream()
                        .allMatch(each -> each.getInt("connections") == 0));
    }

    private static Http.Response ask(RawClient client, String path) throws IOException {
        client.send(Http.request("GET", path, ""));
        return client.readResponse("GET");
    }
}

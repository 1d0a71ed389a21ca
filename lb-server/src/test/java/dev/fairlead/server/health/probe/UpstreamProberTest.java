package dev.fairlead.server.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StatusRanges;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.health.TestWorker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpstreamProberTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HealthPolicy HTTP = HealthPolicy.DEFAULT.withTimeout(Duration.ofSeconds(10));
    private static final HealthPolicy IMPATIENT = HTTP.withTimeout(Duration.ofMillis(200));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static TestWorker worker;

    @BeforeAll
    static void open() throws IOException {
        worker = new TestWorker();
    }

    @AfterAll
    static void close() {
        worker.close();
    }

    @Test
    void asksForThePathByItsNameAndClosesAfterwards() throws Exception {
        try (RawBackend backend = RawBackend.answering(OK)) {
            ProbeResult result = probe(backend.address(), HTTP.withPath("/up?deep=1"));

            assertThat(result.healthy()).isTrue();
            assertThat(result.reason()).isEqualTo("GET /up?deep=1 answered 200");
            assertThat(result.took()).isPositive().isLessThan(PATIENCE);
            assertThat(backend.requests())
                    .containsExactly("GET /up?deep=1 HTTP/1.1\r\nHost: " + backend.address()
                            + "\r\nUser-Agent: fairlead-health\r\nAccept: */*\r\nConnection: close\r\n\r\n");
        }
    }

    @Test
    void unexpectedStatusIsAWrongAnswer() throws Exception {
        try (RawBackend backend = RawBackend.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
            ProbeResult result = probe(backend.address(), HTTP);

            assertThat(result.verdict()).isEqualTo(ProbeResult.Verdict.WRONG_ANSWER);
            assertThat(result.reason()).isEqualTo("GET /health answered 404, expected 200-299");
        }
    }

    @Test
    void otherStatusesCanBeExpected() throws Exception {
        try (RawBackend backend = RawBackend.answering("HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n")) {
            HealthPolicy policy = HTTP.withExpect(StatusRanges.parse("200-299,301"), "");

            assertThat(probe(backend.address(), policy).healthy()).isTrue();
        }
    }

    @Test
    void expectedTextIsFoundInAnyBody() throws Exception {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "9\r\n{\"status\"\r\n6\r\n:\"UP\"}\r\n0\r\n\r\n";
        String untilClose = "HTTP/1.1 200 OK\r\n\r\n{\"status\":\"UP\"}";
        String length = "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}";
        HealthPolicy policy = HTTP.withExpect(StatusRanges.SUCCESS, "\"status\":\"UP\"");
        for (String answer : new String[] {chunked, untilClose, length}) {
            try (RawBackend backend = RawBackend.answering(answer)) {
                assertThat(probe(backend.address(), policy).reason()).isEqualTo("GET /health answered 200");
            }
        }
    }

    @Test
    void missingTextIsAWrongAnswer() throws Exception {
        try (RawBackend backend = RawBackend.answering(OK)) {
            ProbeResult result = probe(backend.address(), HTTP.withExpect(StatusRanges.SUCCESS, "ready"));

            assertThat(result.verdict()).isEqualTo(ProbeResult.Verdict.WRONG_ANSWER);
            assertThat(result.reason()).isEqualTo("GET /health answered 200, expected \"ready\" in its body");
        }
    }

    @Test
    void textIsMissedInAnEmptyBody() throws Exception {
        try (RawBackend backend = RawBackend.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            ProbeResult result = probe(backend.address(), HTTP.withExpect(StatusRanges.SUCCESS, "ready"));

            assertThat(result.reason()).isEqualTo("GET /health answered 204, expected \"ready\" in its body");
        }
    }

    @Test
    void endlessBodyIsReadToABound() throws Exception {
        String endless = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(4 * ProbeBody.LIMIT);
        try (RawBackend backend = RawBackend.lingering(endless)) {
            ProbeResult result = probe(backend.address(), HTTP.withExpect(StatusRanges.SUCCESS, "ready"));

            assertThat(result.verdict()).isEqualTo(ProbeResult.Verdict.WRONG_ANSWER);
        }
    }

    @Test
    void statusDecidesWithoutWaitingForTheBody() throws Exception {
        try (RawBackend backend = RawBackend.lingering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            assertThat(probe(backend.address(), HTTP).healthy()).isTrue();
        }
    }

    @Test
    void silenceEndsWithTheTimeout() throws Exception {
        try (RawBackend backend = RawBackend.lingering("")) {
            ProbeResult result = probe(backend.address(), IMPATIENT);

            assertThat(result.verdict()).isEqualTo(ProbeResult.Verdict.NO_ANSWER);
            assertThat(result.reason())
                    .isEqualTo("GET /health on " + backend.address() + " was not answered within 200ms");
            assertThat(result.took()).isGreaterThanOrEqualTo(IMPATIENT.timeout());
        }
    }

    @Test
    void bodyThatDoesNotEndInTimeIsNoAnswer() throws Exception {
        try (RawBackend backend = RawBackend.lingering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            ProbeResult result = probe(backend.address(), IMPATIENT.withExpect(StatusRanges.SUCCESS, "ready"));

            assertThat(result.reason()).isEqualTo("GET /health answered 200, but its body did not end within 200ms");
        }
    }

    @Test
    void connectionThatEndsWithoutAnAnswerIsNone() throws Exception {
        try (RawBackend backend = RawBackend.answering("")) {
            assertThat(probe(backend.address(), HTTP).reason())
                    .isEqualTo("GET /health got no answer, " + backend.address() + " closed the connection");
        }
    }

    @Test
    void somethingElseThanHttpIsAWrongAnswer() throws Exception {
        try (RawBackend backend = RawBackend.answering("220 mail.example.org ESMTP\r\n\r\n")) {
            ProbeResult result = probe(backend.address(), HTTP);

            assertThat(result.verdict()).isEqualTo(ProbeResult.Verdict.WRONG_ANSWER);
            assertThat(result.reason()).startsWith("GET /health got an answer that is not HTTP (");
        }
    }

    @Test
    void nobodyListeningIsSaid() throws Exception {
        String address = free();

        assertThat(probe(address, HTTP).reason()).isEqualTo("connect to " + address + " refused");
        assertThat(probe(address, HTTP.withType(HealthType.TCP)).reason())
                .isEqualTo("connect to " + address + " refused");
    }

    @Test
    void nameThatDoesNotExistIsSaid() throws Exception {
        assertThat(probe("nowhere.invalid:80", HTTP).reason())
                .isEqualTo("could not be probed: the name in nowhere.invalid:80 cannot be resolved");
    }

    @Test
    void tcpOnlyConnects() throws Exception {
        try (RawBackend backend = RawBackend.lingering("")) {
            ProbeResult result = probe(backend.address(), HTTP.withType(HealthType.TCP));

            assertThat(result.reason()).isEqualTo("connect to " + backend.address() + " succeeded");
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void httpsIsHealthyWhenCertificateAndNameHold(@TempDir Path folder) throws Exception {
        try (HttpsBackend backend = new HttpsBackend(folder, "ip:127.0.0.1")) {
            ProbeResult result = probe(https(backend.certificate(), ""), backend.url(), HTTP);

            assertThat(result.reason()).isEqualTo("GET /health answered 200");
        }
    }

    @Test
    void untrustedCertificateIsSaid(@TempDir Path folder) throws Exception {
        try (HttpsBackend backend = new HttpsBackend(folder, "ip:127.0.0.1")) {
            ProbeResult result = probe(https("", ""), backend.url(), HTTP);

            assertThat(result.verdict()).isEqualTo(ProbeResult.Verdict.NO_ANSWER);
            assertThat(result.reason())
                    .startsWith("TLS with " + URI.create(backend.url()).getAuthority() + " failed: PKIX")
                    .contains("unable to find valid certification path");
        }
    }

    @Test
    void certificateMustCarryTheNameThatIsAskedFor(@TempDir Path folder) throws Exception {
        try (HttpsBackend backend = new HttpsBackend(folder, "dns:app.test")) {
            ProbeResult wrong = probe(https(backend.certificate(), ""), backend.url(), HTTP);
            ProbeResult right = probe(https(backend.certificate(), "app.test"), backend.url(), HTTP);

            assertThat(wrong.reason()).contains("No subject alternative names");
            assertThat(right.reason()).isEqualTo("GET /health answered 200");
        }
    }

    @Test
    void probesResumeTheSessionOfTheOneBefore(@TempDir Path folder) throws Exception {
        try (HttpsBackend backend = new HttpsBackend(folder, "ip:127.0.0.1")) {
            Pool pool = https(backend.certificate(), "");
            probe(pool, backend.url(), HTTP);
            int shown = backend.shown();
            for (int i = 0; i < 5; i++) {
                assertThat(probe(pool, backend.url(), HTTP).reason()).isEqualTo("GET /health answered 200");
            }

            assertThat(shown).isPositive();
            assertThat(backend.shown()).isEqualTo(shown);
        }
    }

    @Test
    void changedFileOfTrustedCertificatesCountsAtOnce(@TempDir Path folder, @TempDir Path elsewhere) throws Exception {
        try (HttpsBackend backend = new HttpsBackend(folder, "ip:127.0.0.1");
                HttpsBackend other = new HttpsBackend(elsewhere, "ip:127.0.0.1")) {
            Path trusted = Files.copy(Path.of(backend.certificate()), folder.resolve("trusted.pem"));
            Pool pool = https(trusted.toString(), "");
            assertThat(probe(pool, backend.url(), HTTP).reason()).isEqualTo("GET /health answered 200");

            Files.copy(Path.of(other.certificate()), trusted, StandardCopyOption.REPLACE_EXISTING);
            assertThat(probe(pool, backend.url(), HTTP).reason()).contains("PKIX");

            Files.copy(Path.of(backend.certificate()), trusted, StandardCopyOption.REPLACE_EXISTING);
            assertThat(probe(pool, backend.url(), HTTP).reason()).isEqualTo("GET /health answered 200");
        }
    }

    private static Pool https(String ca, String serverName) {
        return Pool.named("default").withTls(new UpstreamTls(ca, serverName));
    }

    private static String free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static ProbeResult probe(String address, HealthPolicy policy) throws Exception {
        return probe(Pool.named("default"), address, policy);
    }

    private static ProbeResult probe(Pool pool, String address, HealthPolicy policy) throws Exception {
        RunningBackend backend = worker.backend(pool, address);
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        ProbeNetwork network =
                new ProbeNetwork(worker.upstreams(), worker.worker().getIoThread(), System::nanoTime);
        network.thread().execute(() -> new UpstreamProber(network).start(backend, policy, result::complete));
        return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}

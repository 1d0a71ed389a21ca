package dev.fairlead.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.desired.Connections;
import dev.fairlead.server.desired.UpstreamTls;
import dev.fairlead.server.upstream.ScriptedBackend.Peer;
import dev.fairlead.server.upstream.address.Destination;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backends behind TLS: trusted by chain and by name, and never taken for whole when cut off. */
class TlsTest {

    @TempDir
    private static Path folder;

    private static Certificates certificates;
    private ScriptedBackend backend;

    @BeforeAll
    static void makeCertificates() throws IOException {
        certificates = new Certificates(folder);
        certificates.create("good", "dns:localhost,dns:backend.test,ip:127.0.0.1");
        certificates.create("other", "dns:elsewhere.test");
    }

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        backend = listen("good", "TLSv1.3", "TLSv1.2");
    }

    @AfterEach
    void stop() throws IOException {
        backend.close();
    }

    private static ScriptedBackend listen(String certificate, String... protocols)
            throws IOException, GeneralSecurityException {
        SSLServerSocket socket = (SSLServerSocket) certificates
                .server(certificate)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket.setEnabledProtocols(protocols);
        return new ScriptedBackend(socket);
    }

    private Bench bench(String ca, String serverName) throws IOException {
        UpstreamTls tls = new UpstreamTls(ca.isEmpty() ? "" : certificates.pem(ca), serverName);
        return new Bench(new Destination("127.0.0.1", backend.port(), tls), Connections.DEFAULT);
    }

    /** A blocking TLS server speaks only when somebody reads: it needs a thread of its own. */
    private CompletableFuture<Peer> serve(Script script) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                Peer peer = backend.accept();
                script.run(peer);
                return peer;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private interface Script {
        void run(Peer peer) throws IOException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void exchangesFollowEachOtherOnOneSession(String protocol) throws Exception {
        backend.close();
        backend = listen("good", protocol);
        try (Bench bench = bench("good", "")) {
            CompletableFuture<Peer> served = serve(peer -> {
                for (int i = 0; i < 10; i++) {
                    peer.ok("secret");
                }
            });
            for (int i = 0; i < 10; i++) {
                Call call = Bench.await(bench.get().over);
                assertThat(call.failure).as(call.detail).isNull();
                assertThat(call.body()).isEqualTo("secret");
                assertThat(call.reused).isEqualTo(i > 0);
                assertThat(bench.lent()).isZero();
            }
            Bench.await(served);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void largeBodiesStreamBothWays(String protocol) throws Exception {
        backend.close();
        backend = listen("good", protocol);
        int size = 3_000_000;
        try (Bench bench = bench("good", "")) {
            CompletableFuture<Peer> served = serve(peer -> {
                peer.head();
                assertThat(peer.read(size)).hasSize(size);
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                peer.write(new byte[size]);
            });
            Call call = bench.send(new Call(Request.post(size), ExchangeTimeouts.NONE, new byte[size]));
            Bench.await(call.over);
            Bench.await(served);
            assertThat(call.failure).as(call.detail).isNull();
            assertThat(call.bodySize()).isEqualTo(size);
            assertThat(call.reusable).isTrue();
        }
    }

    @Test
    void aReaderThatPausesGetsEverythingLater() throws Exception {
        int size = 500_000;
        try (Bench bench = bench("good", "")) {
            CompletableFuture<Peer> served = serve(peer -> peer.answer(
                    "HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "7a120\r\n" + "x".repeat(size) + "\r\n0\r\n\r\n"));
            Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
            call.readsBody = false;
            bench.send(call);
            Bench.await(call.headSeen);
            bench.thread(0).execute(() -> call.exchange().responseBody().resumeReads());
            Bench.await(call.over);
            Bench.await(served);
            assertThat(call.bodySize()).isEqualTo(size);
        }
    }

    @Test
    void aServerNameMayDifferFromTheHost() throws Exception {
        try (Bench bench = bench("good", "backend.test")) {
            CompletableFuture<Peer> served = serve(peer -> peer.ok("named"));
            assertThat(Bench.await(bench.get().over).body()).isEqualTo("named");
            Bench.await(served);
        }
    }

    @Test
    void anUntrustedCertificateIsRefused() throws Exception {
        assertRefused("", "", "unable to find valid certification path");
        assertRefused("other", "", "path");
    }

    @Test
    void aTrustedCertificateOfAnotherNameIsRefused() throws Exception {
        backend.close();
        backend = listen("other", "TLSv1.3");
        assertRefused("other", "", "127.0.0.1");
        assertRefused("other", "localhost", "localhost");
    }

    @Test
    void rootsThatCannotBeReadAreSaidToBeThat() throws Exception {
        assertRefused("missing", "", "missing.pem");
    }

    private void assertRefused(String ca, String serverName, String why) throws Exception {
        try (Bench bench = bench(ca, serverName)) {
            CompletableFuture<Peer> served = serve(peer -> {
                try {
                    peer.head();
                } catch (IOException expected) {
                    assertThat(expected).isNotNull();
                }
            });
            Call call = Bench.await(bench.get().over);
            assertThat(call.failure).isEqualTo(UpstreamFailure.TLS_FAILED);
            assertThat(call.detail).contains(why);
            Bench.await(served);
        }
    }

    @Test
    void aBackendWithoutTlsFailsTheHandshake() throws Exception {
        try (ScriptedBackend plain = new ScriptedBackend();
                Bench bench = new Bench(
                        new Destination("127.0.0.1", plain.port(), UpstreamTls.DEFAULT), Connections.DEFAULT)) {
            Call call = bench.get();
            plain.accept().write("HTTP/1.1 400 Bad Request\r\n\r\n");
            assertThat(Bench.await(call.over).failure).isEqualTo(UpstreamFailure.TLS_FAILED);
        }
    }

    @Test
    void aHandshakeThatStallsCountsAsConnecting() throws Exception {
        try (ScriptedBackend silent = new ScriptedBackend();
                Bench bench = new Bench(
                        new Destination("127.0.0.1", silent.port(), UpstreamTls.DEFAULT), Connections.DEFAULT)) {
            Call call = new Call(Request.get(), ExchangeTimeouts.NONE, new byte[0]);
            bench.on(0, () -> bench.connections.acquire(bench.thread(0), Reuse.KEPT, 300_000_000, call));
            Bench.await(call.over);
            assertThat(call.failure).isEqualTo(UpstreamFailure.CONNECT_TIMEOUT);
            assertThat(call.detail).contains("TLS handshake");
            assertThat(bench.connections.open()).isZero();
        }
    }

    @Test
    void anIdleSessionThatEndsIsForgotten() throws Exception {
        try (Bench bench = bench("good", "")) {
            CompletableFuture<Peer> served = serve(peer -> peer.ok("ok"));
            Bench.await(bench.get().over);
            Bench.await(served).close();
            Bench.until("noticed", () -> bench.connections.open() == 0);
        }
    }

    @Test
    void aBodyThatEndsWithAFarewellIsWhole() throws Exception {
        try (Bench bench = bench("good", "")) {
            CompletableFuture<Peer> served = serve(peer -> {
                peer.answer("HTTP/1.1 200 OK", "all of it");
                peer.close();
            });
            Call call = Bench.await(bench.get().over);
            Bench.await(served);
            assertThat(call.failure).as(call.detail).isNull();
            assertThat(call.body()).isEqualTo("all of it");
        }
    }
}

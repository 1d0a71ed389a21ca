package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.Identity;
import dev.fairlead.it.support.LbProcess;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends behind TLS: reached if they are who they say they are, and not otherwise. */
class TlsBackendIT {

    @TempDir
    private static Path temp;

    private static Path certificate;
    private static Undertow backend;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Identity identity = Identity.create(temp, "backend", "dns:backend.example");
        certificate = identity.certificate();
        backend = Undertow.builder()
                .addHttpsListener(0, "127.0.0.1", context(identity))
                .setIoThreads(1)
                .setWorkerThreads(1)
                .setHandler(exchange -> exchange.getResponseSender().send("over " + exchange.getRequestScheme()))
                .build();
        backend.start();
        port = ((InetSocketAddress) backend.getListenerInfo().get(0).getAddress()).getPort();
    }

    @AfterAll
    static void stop() {
        backend.stop();
    }

    @Test
    void backendWithTheRightCertificateAndNameServes() throws IOException {
        try (LbProcess lb = over("tls { ca = \"" + certificate + "\", server-name = backend.example }")) {
            lb.awaitHealthy(1);
            Http.Response answer = lb.get("/");
            assertThat(answer.status()).as(lb.said()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("over https");
        }
    }

    @Test
    void backendThatNobodyVouchesForGetsNothing() throws IOException {
        try (LbProcess lb = over("tls { server-name = backend.example }")) {
            assertRefused(lb);
        }
    }

    @Test
    void backendUnderAnotherNameGetsNothing() throws IOException {
        try (LbProcess lb = over("tls { ca = \"" + certificate + "\", server-name = other.example }")) {
            assertRefused(lb);
        }
    }

    private static void assertRefused(LbProcess lb) throws IOException {
        lb.awaitHealthy(0);
        Config backend = lb.page("/lb-health").getConfigList("backends").get(0);
        assertThat(backend.getString("reason")).startsWith("TLS with ");
        assertThat(lb.get("/").status()).isEqualTo(503);
    }

    private static LbProcess over(String settings) {
        return LbProcess.with()
                .file("lb.conf", """
                        lb {
                          listen = "127.0.0.1:0", control.listen = "127.0.0.1:0", admin.listen = "127.0.0.1:0"
                          pools.default { backends = [ "https://127.0.0.1:%d" ], %s }
                        }
                        """.formatted(port, settings))
                .start()
                .ready();
    }

    private static SSLContext context(Identity identity) throws IOException, GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(identity.keyStore(), Identity.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}

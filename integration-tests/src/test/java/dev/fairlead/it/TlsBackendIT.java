package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import io.undertow.Undertow;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends behind TLS: reached if they are who they say they are, and not otherwise. */
class TlsBackendIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path temp;

    private static Path certificate;
    private static Undertow backend;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Path store = temp.resolve("backend.p12");
        certificate = temp.resolve("backend.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "b",
                "-keyalg",
                "EC",
                "-dname",
                "CN=backend.example",
                "-ext",
                "SAN=dns:backend.example",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        keytool(
                "-exportcert",
                "-alias",
                "b",
                "-rfc",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        backend = Undertow.builder()
                .addHttpsListener(0, "127.0.0.1", context(store))
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

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        Object[] command = new Object[arguments.length + 1];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "keytool");
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Shell.Result made = new Shell(temp).run(command);
        assertThat(made.exit()).as(made.out() + made.err()).isZero();
    }
}

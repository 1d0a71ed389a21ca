package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.control.v1.AddBackendRequest;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ProbeBackendRequest;
import dev.fairlead.server.TestServer;
import dev.fairlead.server.process.StartFailure;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and how far. */
class AccessTest {

    @TempDir
    private Path folder;

    private @Nullable ControlRig rig;

    @AfterEach
    void stop() {
        if (rig != null) {
            rig.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "guess", "'the token of the runtime file '", "local"})
    void withoutAValidTokenNothingIsAnswered(String token) throws Exception {
        rig = ControlRig.start(folder, 1);

        refused(() -> list(rig.operator(token))).is(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aTokenOfTheFileMayDoWhatItsRoleSays() throws Exception {
        start(tokens(
                "ann write " + digest("ann's"),
                "# the dashboard",
                "",
                "bob  read\t" + digest("bob's").toUpperCase(Locale.ROOT).replace("SHA256", "sha256")));
        Operator ann = rig.operator("ann's");
        Operator bob = rig.operator("bob's");

        assertThat(list(bob)).isEqualTo(1);
        assertThat(add(ann)).isEqualTo(2);
        assertThat(rig.history().current().author()).isEqualTo("ann");

        var refused = refused(() -> add(bob));
        refused.is(Status.Code.PERMISSION_DENIED);
        assertThat(refused.sentence())
                .isEqualTo("bob has the role read and cannot change anything; AddBackend needs the role write");
        refused(() -> bob.backends()
                        .probeBackend(ProbeBackendRequest.newBuilder()
                                .setId(rig.address(0))
                                .build()))
                .is(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void aChangedTokensFileCountsWithoutARestart() throws Exception {
        start(tokens("ann write " + digest("old")));
        Operator old = rig.operator("old");
        Operator fresh = rig.operator("new");
        assertThat(list(old)).isEqualTo(1);

        tokens("ann write " + digest("new"));

        Await.until("the new token is let in", () -> isLetIn(fresh));
        refused(() -> list(old)).is(Status.Code.UNAUTHENTICATED);

        try (CapturedLog log = CapturedLog.of("dev.fairlead.server.control.auth")) {
            tokens("nonsense");
            Await.until("the file is refused", () -> log.has("tokens:1: has 1 word, expected NAME read|write"));
        }
        assertThat(list(fresh)).as("the tokens are what they were").isEqualTo(1);

        tokens("# good again", "ann read " + digest("third"));
        Operator third = rig.operator("third");
        Await.until("the third token is let in", () -> isLetIn(third));
    }

    @Test
    void badLinesAreRefusedAtTheStartEachWithItsNumber() throws Exception {
        tokens(
                "ann write " + digest("a"),
                "bob admin " + digest("b"),
                "",
                "eve read",
                "file write " + digest("c"),
                "max read secret");

        assertThatThrownBy(() -> start("control.auth.tokens-file = tokens"))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll(
                        "tokens:2: \"admin\" is not a role, expected read or write",
                        "tokens:4: has 2 words, expected NAME read|write sha256:HEX",
                        "tokens:5: \"file\" is reserved for the server, expected another name",
                        "tokens:6: the third word is not a digest, expected sha256: and 64 hex digits")
                .hasMessageNotContaining("secret");
    }

    @Test
    void withTlsACertificateOfTheClientsAuthorityNamesTheCaller() throws Exception {
        Authority authority = Authority.create(folder, "authority");
        authority.sign("server", "CN=fairlead");
        authority.sign("operator", "CN=carol,O=Operations");
        start(tls("client-ca = authority.pem"));

        try (Operator carol = over(authority, "operator", "")) {
            assertThat(add(carol)).isEqualTo(2);
            assertThat(rig.history().current().author()).isEqualTo("carol");
        }
        try (Operator nobody = over(authority, null, "")) {
            refused(() -> list(nobody)).is(Status.Code.UNAUTHENTICATED);
        }
        try (Operator local = over(authority, null, TestServer.TOKEN)) {
            assertThat(list(local)).isEqualTo(2);
        }
    }

    @Test
    void aCertificateOfAnotherAuthorityEndsTheHandshake() throws Exception {
        Authority authority = Authority.create(folder, "authority");
        authority.sign("server", "CN=fairlead");
        Authority stranger = Authority.create(folder, "stranger");
        stranger.sign("operator", "CN=carol");
        start(tls("client-ca = authority.pem"));

        try (Operator carol = over(authority, "operator", TestServer.TOKEN)) {
            refused(() -> list(carol)).is(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void aCertificateThatNamesNobodyUsableIsRefusedWithASentence() throws Exception {
        Authority authority = Authority.create(folder, "authority");
        authority.sign("server", "CN=fairlead");
        authority.sign("operator", "CN=local");
        start(tls("client-ca = authority.pem"));

        try (Operator impostor = over(authority, "operator", "")) {
            var refused = refused(() -> list(impostor));
            refused.is(Status.Code.UNAUTHENTICATED);
            assertThat(refused.sentence()).contains("\"local\" is reserved for the server");
        }
    }

    @Test
    void aRenewedCertificateIsUsedForNewConnections() throws Exception {
        Authority authority = Authority.create(folder, "authority");
        authority.sign("server", "CN=fairlead");
        start(tls(""));
        try (Operator first = over(authority, null, TestServer.TOKEN)) {
            assertThat(list(first)).isEqualTo(1);
        }
        Authority next = Authority.create(folder, "next");
        try (CapturedLog log = CapturedLog.of("dev.fairlead.server.control.auth")) {
            next.sign("server", "CN=fairlead");
            Await.until("the new certificate is read", () -> log.has("event=certificate-read"));
        }
        try (Operator second = over(next, null, TestServer.TOKEN)) {
            assertThat(list(second)).isEqualTo(1);
        }
    }

    @Test
    void plainTextIsNotAnsweredWhereTlsIsSpoken() throws Exception {
        Authority authority = Authority.create(folder, "authority");
        authority.sign("server", "CN=fairlead");
        start(tls(""));

        refused(() -> list(rig.operator())).is(Status.Code.UNAVAILABLE);
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
        Authority authority = Authority.create(folder, "authority");
        authority.sign("server", "CN=fairlead");
        authority.sign("other", "CN=other");
        Files.copy(authority.key("other"), authority.key("server"), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> start(tls("")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContainingAll(
                        "server.key: lb.control.tls.key: cannot be used, expected the key that belongs to");
    }

    @Test
    void beyondLoopbackWithTlsAndTokensItIsServed() throws Exception {
        Authority authority = Authority.create(folder, "authority");
        authority.sign("server", "CN=fairlead");
        start(tokens("ann write " + digest("ann's")) + ", control.listen = \"0.0.0.0:0\", " + tls(""));

        try (Operator ann = over(authority, null, "ann's")) {
            assertThat(list(ann)).isEqualTo(1);
        }
    }

    @Test
    void beyondLoopbackWithoutThemItIsServedIfThatIsSaidAndSaysSoToo() throws Exception {
        try (CapturedLog log = CapturedLog.of("dev.fairlead.server.control")) {
            start("control.listen = \"0.0.0.0:0\", control.insecure = true");

            assertThat(log.has("event=control-insecure listen=0.0.0.0:0")).isTrue();
        }
        assertThat(list(rig.operator())).isEqualTo(1);
        refused(() -> list(rig.operator(""))).is(Status.Code.UNAUTHENTICATED);
    }

    private static String tls(String more) {
        return "control.tls { cert = server.pem, key = server.key, " + more + " }";
    }

    private void start(String settings) throws Exception {
        rig = ControlRig.start(folder, 1, settings);
    }

    private String tokens(String... lines) throws Exception {
        Files.writeString(folder.resolve("tokens"), String.join("\n", lines) + "\n");
        return "control.auth.tokens-file = tokens";
    }

    private static String digest(String token) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        return "sha256:" + HexFormat.of().formatHex(sha256);
    }

    private Operator over(Authority authority, @Nullable String certificate, String token) throws Exception {
        TlsChannelCredentials.Builder tls =
                TlsChannelCredentials.newBuilder().trustManager(authority.cert().toFile());
        if (certificate != null) {
            // It shows its certificate to everyone, whichever authorities the server says it asks for.
            AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
            keys.updateIdentityCredentials(
                    authority.cert(certificate).toFile(),
                    authority.key(certificate).toFile());
            tls.keyManager(keys);
        }
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        "127.0.0.1", rig.server().control().getPort(), tls.build())
                .build();
        return new Operator(channel, token);
    }

    private static int list(Operator operator) {
        return operator.backends()
                .listBackends(ListBackendsRequest.getDefaultInstance())
                .getRevision();
    }

    private static int add(Operator operator) {
        return operator.backends()
                .addBackend(AddBackendRequest.newBuilder()
                        .setBackend(Backend.newBuilder().setUrl("127.0.0.1:9"))
                        .build())
                .getRevision();
    }

    private static boolean isLetIn(Operator operator) {
        try {
            return list(operator) > 0;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}

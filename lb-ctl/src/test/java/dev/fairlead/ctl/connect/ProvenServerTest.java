package dev.fairlead.ctl.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.fairlead.control.v1.AccessServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ListBackendsResponse;
import dev.fairlead.control.v1.ProveRequest;
import dev.fairlead.control.v1.ProveResponse;
import dev.fairlead.ctl.support.ScriptedServer;
import dev.fairlead.ctl.support.User;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who listens where a server of ours said that it would is shown nothing and asked nothing until it has proven to be that one. */
class ProvenServerTest {

    private static final String TOKEN = "5f1d".repeat(16);
    private static final long ALIVE = ProcessHandle.current().pid();

    private final ScriptedServer server = ScriptedServer.start();
    private User user;

    @BeforeEach
    void answers(@TempDir Path home) throws Exception {
        server.on(BackendServiceGrpc.getListBackendsMethod(), ListBackendsResponse.getDefaultInstance());
        user = new User(home).finds(ALIVE, server.port(), TOKEN);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whoKnowsTheTokenIsAskedAndDoesNotHearIt() throws Exception {
        server.onRequest(AccessServiceGrpc.getProveMethod(), request -> proof(TOKEN, request));

        assertThat(user.types("backends list")).as(user.err()).isZero();

        String nonce = server.askedOnce(ProveRequest.class).getNonce();
        assertThat(nonce).matches("[0-9a-f]{32}");
        assertThat(server.authorizations())
                .containsExactly("", "Proof " + nonce + " " + hex(hash(TOKEN, "fairlead caller", nonce)));
        user.types("backends list");
        assertThat(server.asked(ProveRequest.class).get(1).getNonce()).isNotEqualTo(nonce);
    }

    @Test
    void whoCannotProveItIsToldNothing() {
        server.onRequest(AccessServiceGrpc.getProveMethod(), request -> proof("another", request));
        assertNothingIsShown();
        // a former answer of the true server's, to another nonce
        ProveRequest former = ProveRequest.newBuilder().setNonce("0".repeat(32)).build();
        server.onRequest(AccessServiceGrpc.getProveMethod(), request -> proof(TOKEN, former));
        assertNothingIsShown();
        server.on(AccessServiceGrpc.getProveMethod(), ProveResponse.getDefaultInstance());
        assertNothingIsShown();
    }

    @Test
    void anOlderServerIsToldNothingEither() {
        assertNothingIsShown();
        assertThat(user.err())
                .contains("too old to prove itself", "--token-file")
                .hasLineCount(1);
    }

    @Test
    void whoTookThePortOfAServerThatEndedIsShownNothing(@TempDir Path home) throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        User late = new User(home).finds(ended.pid(), server.port(), TOKEN).with("LB_CTL_ADDRESS", server.address());
        late.types("backends list");

        assertThat(server.authorizations()).containsExactly("");
    }

    @Test
    void aTokenFileIsShownAsEver(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "abc");

        assertThat(user.types("backends list --token-file " + file)).isZero();
        assertThat(server.authorizations()).containsExactly("Bearer abc");
    }

    @Test
    void theHashIsTheOneThatEverybodyKnows() throws Exception {
        for (String key : List.of("k", TOKEN, TOKEN + TOKEN)) {
            assertThat(Proof.hmac(key.getBytes(StandardCharsets.UTF_8), "said".getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(mac(key, "said"));
        }
    }

    private void assertNothingIsShown() {
        assertThat(user.types("backends list")).isEqualTo(8);

        assertThat(user.err()).startsWith("lb-ctl: the program at " + server.address() + " cannot prove");
        assertThat(server.authorizations()).allMatch(String::isEmpty);
        assertThat(server.asked(ListBackendsRequest.class)).isEmpty();
    }

    private ProveResponse proof(String token, ProveRequest request) {
        return ProveResponse.newBuilder()
                .setProof(ByteString.copyFrom(hash(token, "fairlead server", request.getNonce())))
                .build();
    }

    private byte[] hash(String token, String who, String nonce) {
        return mac(token, who + "\n" + server.address() + "\n" + nonce);
    }

    private static byte[] mac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}

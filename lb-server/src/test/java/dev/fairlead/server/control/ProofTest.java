package dev.fairlead.server.control;

import static dev.fairlead.server.control.Operator.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.control.v1.AccessServiceGrpc;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.BackendServiceGrpc.BackendServiceBlockingStub;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ProveRequest;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.server.TestServer;
import dev.fairlead.server.control.auth.Authentication;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server shows that it knows the token of its runtime file, and takes the same from callers; access.proto says how. */
class ProofTest {

    private static final String NONCE = "0123456789abcdef";

    @TempDir
    private Path folder;

    private ControlRig rig;
    private Operator stranger;

    @BeforeEach
    void start() throws Exception {
        rig = ControlRig.start(folder, 1);
        stranger = rig.operator("");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theServerProvesItselfToWhoeverAsks() {
        assertThat(proofBy(stranger))
                .isEqualTo(hash("fairlead server", address(rig.server().control()), NONCE));
    }

    @Test
    void whoAsksForAProofMayDoNothingElse() {
        refused(() -> stranger.backends().listBackends(ListBackendsRequest.getDefaultInstance()))
                .is(Status.Code.UNAUTHENTICATED);
        for (String bad : new String[] {"", "short", "0123456789abcde\n", "x".repeat(129)}) {
            refused(() -> AccessServiceGrpc.newBlockingStub(stranger.channel())
                            .prove(ProveRequest.newBuilder().setNonce(bad).build()))
                    .is(Status.Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void whoProvesToKnowTheTokenIsTheUserOfThisMachine() {
        BackendServiceBlockingStub proven =
                showing("Proof " + NONCE + " " + callers(address(rig.server().control())));
        UpdateBackendRequest weight = UpdateBackendRequest.newBuilder()
                .setBackend(Backend.newBuilder().setId(rig.address(0)).setWeight(7))
                .build();

        assertThat(proven.updateBackend(weight).getRevision()).isEqualTo(2);
        assertThat(rig.history().current().author()).isEqualTo("local");
    }

    @Test
    void anyOtherProofIsNone() {
        String address = address(rig.server().control());
        String right = callers(address);
        for (String wrong : new String[] {
            NONCE + " " + HexFormat.of().formatHex(hash("fairlead server", address, NONCE)),
            NONCE + " " + callers("127.0.0.2:" + rig.server().control().getPort()),
            "0123456789abcdeX " + right,
            NONCE + " " + right.substring(2),
            NONCE + " ",
            NONCE,
            right,
            "",
        }) {
            refused(() -> showing("Proof " + wrong).listBackends(ListBackendsRequest.getDefaultInstance()))
                    .is(Status.Code.UNAUTHENTICATED);
        }
    }

    /** It gets the true server's answer, which holds for the true server's address. */
    @Test
    void whoStandsInBetweenCannotPassAProofOn() throws Exception {
        try (ServerSocket relay = relay(rig.server().control());
                Operator deceived = Operator.at(new InetSocketAddress("127.0.0.1", relay.getLocalPort()), "")) {
            assertThat(proofBy(deceived))
                    .isNotEqualTo(hash("fairlead server", "127.0.0.1:" + relay.getLocalPort(), NONCE));
        }
    }

    private static byte[] proofBy(Operator operator) {
        return AccessServiceGrpc.newBlockingStub(operator.channel())
                .prove(ProveRequest.newBuilder().setNonce(NONCE).build())
                .getProof()
                .toByteArray();
    }

    private BackendServiceBlockingStub showing(String authorization) {
        Metadata metadata = new Metadata();
        metadata.put(Authentication.AUTHORIZATION, authorization);
        return BackendServiceGrpc.newBlockingStub(stranger.channel())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static String address(InetSocketAddress control) {
        return "127.0.0.1:" + control.getPort();
    }

    private static String callers(String address) {
        return HexFormat.of().formatHex(hash("fairlead caller", address, NONCE));
    }

    private static byte[] hash(String who, String address, String nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TestServer.TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal((who + "\n" + address + "\n" + nonce).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static ServerSocket relay(InetSocketAddress to) throws IOException {
        ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        daemon(() -> {
            while (true) {
                Socket caller = listening.accept();
                Socket server = new Socket(to.getAddress(), to.getPort());
                daemon(() -> pass(caller, server));
                daemon(() -> pass(server, caller));
            }
        });
        return listening;
    }

    private static void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void daemon(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException e) {
                // closed: its end
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}

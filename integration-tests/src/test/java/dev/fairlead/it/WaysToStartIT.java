package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.Http;
import dev.fairlead.it.support.LbProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which the documents start it, with control and admin where users expect them. */
class WaysToStartIT {

    private static final Path EXAMPLES = Path.of("..", "conf").toAbsolutePath().normalize();
    private static final List<String> DEFAULT_BACKENDS = List.of("127.0.0.1:3001", "127.0.0.1:3002", "127.0.0.1:3003");

    @BeforeEach
    void standardPortsAreFree() {
        assumeTrue(isFree(9800) && isFree(9801), "another load balancer runs on this machine");
    }

    @Test
    void withoutAnythingItLooksForTheExampleBackends() throws IOException {
        try (LbProcess lb = LbProcess.with("--port", "0").start().ready()) {
            assertThat(backends(lb)).isEqualTo(DEFAULT_BACKENDS);
            assertThat(lb.page("/lb-stats").getString("algorithm")).isEqualTo("RoundRobin");
            assertThat(lb.ports().root().unwrapped()).containsOnlyKeys("data", "control", "admin");
            assertThat(String.join("\n", lb.process().err())).contains("memory only");
        }
    }

    @Test
    void backendsMayStandAlone() throws IOException {
        try (LbProcess lb = LbProcess.with("--port", "0", "127.0.0.1:4001,127.0.0.1:4002")
                .start()
                .ready()) {
            assertThat(backends(lb)).containsExactly("127.0.0.1:4001", "127.0.0.1:4002");
        }
    }

    @Test
    void weightsFollowTheBackends() throws IOException {
        try (LbProcess lb = LbProcess.with("-p", "0", "-b", "127.0.0.1:4001=3,127.0.0.1:4002")
                .start()
                .ready()) {
            Config stats = lb.page("/lb-stats");
            assertThat(stats.getString("algorithm")).isEqualTo("WeightedRoundRobin");
            assertThat(stats.getConfigList("backends"))
                    .extracting(each -> each.getInt("weight"))
                    .containsExactly(3, 1);
        }
    }

    @Test
    void algorithmMayBeSpelledWithHyphens() throws IOException {
        try (LbProcess lb = LbProcess.with("-p", "0", "-b", "127.0.0.1:4001", "-a", "least-connections")
                .start()
                .ready()) {
            assertThat(lb.page("/lb-stats").getString("algorithm")).isEqualTo("LeastConnections");
        }
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleStartsAndFindsItsBackends(Path example) throws IOException {
        try (LbProcess lb = LbProcess.with("--config", example.toString(), "--port", "0", "--state-dir", "")
                .start()
                .ready()) {
            assertThat(backends(lb)).isEqualTo(DEFAULT_BACKENDS);
        }
    }

    @Test
    void demoServesAndSaysWhatToTry() throws IOException {
        try (LbProcess lb = LbProcess.with("--demo", "--port", "0").start().ready()) {
            lb.awaitHealthy(3);
            Http.Response answer = lb.get("/hello");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Backend-Server"))
                    .isEqualTo(answer.json().getString("address"));

            Http.Response routed = lb.get("/api/x");
            Matcher api = lb.process().line(Pattern.compile("http://(127\\.0\\.0\\.1:\\d+)/ +backend-api"));
            assertThat(routed.header("X-Backend-Server")).isEqualTo(api.group(1));

            lb.process()
                    .line(Pattern.compile("bin/lb-ctl load http://127\\.0\\.0\\.1:"
                            + lb.data().getPort() + "/"));
            assertThat(String.join("\n", lb.process().out())).contains("/lb-health", "/lb-stats", "/metrics");

            Matcher sick = lb.process().line(Pattern.compile("http://(127\\.0\\.0\\.1):(\\d+)/ +backend-a"));
            InetSocketAddress backend = new InetSocketAddress(sick.group(1), Integer.parseInt(sick.group(2)));
            assertThat(String.join("\n", lb.process().out())).contains("/health?set=503");
            Http.post(backend, "/health?set=503", "");
            lb.awaitHealthy(2);
            Http.post(backend, "/health?set=200", "");
            lb.awaitHealthy(3);
            assertThat(lb.terminate()).isZero();
        }
    }

    @Test
    void exampleBackendsFollowEachOtherFromThePortInTheEnvironment() throws IOException {
        int port = freeRunOfPorts();
        try (BackendProcess first = BackendProcess.onPort("many", port, "--count", "3")) {
            assertThat(first.port()).isEqualTo(port);
            for (int i = 0; i < 3; i++) {
                InetSocketAddress address = new InetSocketAddress("127.0.0.1", first.port() + i);
                Http.Response answer = Http.get(address, "/x?y=1", "X-Header: v");
                assertThat(answer.json().root().unwrapped().keySet())
                        .containsExactlyInAnyOrder("name", "address", "method", "path", "headers", "body_bytes");
                assertThat(answer.json().getString("name")).isEqualTo("many-" + (i + 1));
            }
        }
    }

    private static List<String> backends(LbProcess lb) throws IOException {
        return lb.page("/lb-health").getConfigList("backends").stream()
                .map(each -> each.getString("address"))
                .toList();
    }

    private static int freeRunOfPorts() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            return isFree(port + 1) && isFree(port + 2) ? port : freeRunOfPorts();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}

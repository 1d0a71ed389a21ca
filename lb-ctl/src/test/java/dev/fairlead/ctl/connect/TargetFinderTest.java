package dev.fairlead.ctl.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.ctl.failure.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetFinderTest {

    private static final long ALIVE = ProcessHandle.current().pid();

    @TempDir
    private Path home;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void theServerThatRunsHereIsFoundWithItsToken() throws IOException {
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:7001", "secret");

        Target target = find(null);

        assertThat(target).isEqualTo(new Target("127.0.0.1", 7001, false, "secret"));
        assertThat(target.toString()).doesNotContain("secret");
    }

    @Test
    void theFolderIsWhereTheServerPutsIt() throws IOException {
        environment.put("XDG_RUNTIME_DIR", home.resolve("session").toString());
        leave(home.resolve("session/fairlead"), ALIVE, "127.0.0.1:7001", "of the session");
        assertThat(find(null).token()).isEqualTo("of the session");

        environment.put("FAIRLEAD_RUNTIME_DIR", home.resolve("own").toString());
        leave(home.resolve("own"), ALIVE, "[::1]:7002", "of our own");
        assertThat(find(null)).isEqualTo(new Target("::1", 7002, false, "of our own"));
    }

    @Test
    void whatAKilledServerLeftBehindIsPassedOver() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        leave(home.resolve(".fairlead/run"), ended.pid(), "127.0.0.1:7001", "stale");
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:7002", "fresh");

        assertThat(find(null)).isEqualTo(new Target("127.0.0.1", 7002, false, "fresh"));
    }

    @Test
    void whichOfSeveralMustBeSaid() throws IOException {
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:7002", "two");
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:7001", "one");

        assertThatThrownBy(() -> find(null)).isInstanceOfSatisfying(CommandFailure.class, failure -> {
            assertThat(failure.exitCode()).isEqualTo(2);
            assertThat(failure).hasMessageContaining("--address");
            assertThat(failure.details())
                    .containsExactly(
                            "127.0.0.1:7001 (process " + ALIVE + ", traffic at 127.0.0.1:1)",
                            "127.0.0.1:7002 (process " + ALIVE + ", traffic at 127.0.0.1:1)");
        });
        assertThat(find("localhost:7001").token()).isEqualTo("one");
    }

    @Test
    void noneIsWhereItUsuallyIs() throws IOException {
        assertThat(find(null)).isEqualTo(new Target("127.0.0.1", 9800, false, null));

        Files.createDirectories(home.resolve(".fairlead/run"));
        Files.writeString(home.resolve(".fairlead/run/1.json"), "{\"pid\":");
        Files.writeString(home.resolve(".fairlead/run/2.json"), "[]");
        Files.writeString(home.resolve(".fairlead/run/3.json"), "{\"pid\":\"x\"}");
        assertThat(find(null)).isEqualTo(new Target("127.0.0.1", 9800, false, null));
    }

    @Test
    void aTokenOfThisHostGoesToThisHostOnly() throws IOException {
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:9800", "secret");

        assertThat(find("127.0.0.1:9800").token()).isEqualTo("secret");
        assertThat(find("[::1]:9800").token()).isEqualTo("secret");
        assertThat(find("127.0.0.1.example.com:9800").token()).isNull();
        assertThat(find("10.0.0.1:9800").token()).isNull();
        assertThat(find("127.0.0.1:9900").token()).isNull();
    }

    @Test
    void aTokenFileIsTakenAtItsFirstLine() throws IOException {
        Path file = Files.writeString(home.resolve("token"), "\n  abc  \nmore\n");

        assertThat(new TargetFinder(environment, home)
                        .find(new Credentials("lb.example.com:9800", file, null, null, null))
                        .token())
                .isEqualTo("abc");
        Path missing = home.resolve("missing");
        assertThatThrownBy(() -> new TargetFinder(environment, home)
                        .find(new Credentials("lb.example.com:9800", missing, null, null, null)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("missing");
    }

    @Test
    void httpsAndTheFilesOfTlsMeanTls() {
        assertThat(find("https://lb.example.com:9800").tls()).isTrue();
        assertThat(find("lb.example.com:9800").tls()).isFalse();
        assertThat(new TargetFinder(environment, home)
                        .find(new Credentials("lb.example.com:9800", null, Path.of("ca.pem"), null, null))
                        .tls())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1:0",
                "127.0.0.1:65536",
                "127.0.0.1:x",
                "ftp://a:1",
                "http://a:1/path",
                "a b:1",
                ""
            })
    void whatIsNoAddressIsUsage(String address) {
        assertThatThrownBy(() -> find(address))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(2))
                .hasMessageContaining("\"" + address + "\"");
    }

    private Target find(@Nullable String address) {
        return new TargetFinder(environment, home).find(new Credentials(address, null, null, null, null));
    }

    private static void leave(Path folder, long pid, String control, String token) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(control.substring(control.lastIndexOf(':') + 1) + ".json"),
                "{\"pid\":" + pid + ",\"data\":\"127.0.0.1:1\",\"control\":\"" + control
                        + "\",\"admin\":\"127.0.0.1:2\",\"token\":\"" + token + "\"}\n");
    }
}

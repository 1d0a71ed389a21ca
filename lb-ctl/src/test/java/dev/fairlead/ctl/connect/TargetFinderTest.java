package dev.fairlead.ctl.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.ctl.failure.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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

        assertThat(target).isEqualTo(left("127.0.0.1", 7001, "127.0.0.1:7001", "secret"));
        assertThat(target.toString()).doesNotContain("secret");
        assertThat(String.valueOf(target.writer())).doesNotContain("secret");
    }

    @Test
    void theFolderIsWhereTheServerPutsIt() throws IOException {
        environment.put("XDG_RUNTIME_DIR", home.resolve("session").toString());
        leave(home.resolve("session/fairlead"), ALIVE, "127.0.0.1:7001", "of the session");
        assertThat(secret(null)).isEqualTo("of the session");

        environment.put("FAIRLEAD_RUNTIME_DIR", home.resolve("own").toString());
        leave(home.resolve("own"), ALIVE, "[::1]:7002", "of our own");
        assertThat(find(null)).isEqualTo(left("::1", 7002, "[::1]:7002", "of our own"));
    }

    @Test
    void whatAKilledServerLeftBehindIsPassedOver() throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        leave(home.resolve(".fairlead/run"), ended.pid(), "127.0.0.1:7001", "stale");
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:7002", "fresh");

        assertThat(find(null)).isEqualTo(left("127.0.0.1", 7002, "127.0.0.1:7002", "fresh"));
        assertThat(secret("127.0.0.1:7001")).isNull();
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
        assertThat(secret("localhost:7001")).isEqualTo("one");
    }

    @Test
    void noneIsWhereItUsuallyIs() throws IOException {
        assertThat(find(null)).isEqualTo(new Target("127.0.0.1", 9800, false, null, null));

        Files.createDirectories(home.resolve(".fairlead/run"));
        Files.writeString(home.resolve(".fairlead/run/1.json"), "{\"pid\":");
        Files.writeString(home.resolve(".fairlead/run/2.json"), "[]");
        Files.writeString(home.resolve(".fairlead/run/3.json"), "{\"pid\":\"x\"}");
        assertThat(find(null)).isEqualTo(new Target("127.0.0.1", 9800, false, null, null));
    }

    @Test
    void whatARuntimeFileHoldsIsForTheVeryAddressInIt() throws IOException {
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:9800", "secret");

        assertThat(secret("127.0.0.1:9800")).isEqualTo("secret");
        assertThat(find("localhost:9800").host()).isEqualTo("127.0.0.1");
        for (String other : List.of(
                "127.0.0.2:9800", "[::1]:9800", "127.0.0.1.example.com:9800", "10.0.0.1:9800", "127.0.0.1:9900")) {
            assertThat(secret(other)).as(other).isNull();
            assertThat(find(other).token()).as(other).isNull();
        }

        leave(home.resolve(".fairlead/run"), ALIVE, "[0:0:0:0:0:0:0:1]:9800", "secret");
        assertThat(secret("[::1]:9800")).isEqualTo("secret");
        assertThat(find("localhost:9800").host()).isEqualTo("::1");
        assertThat(secret("127.0.0.1:9800")).isNull();

        leave(home.resolve(".fairlead/run"), ALIVE, "10.0.0.1:9800", "secret");
        assertThat(secret("10.0.0.1:9800")).as("not this machine's alone").isNull();
    }

    @Test
    void behindTlsTheCertificateIsTheProof() throws IOException {
        leave(home.resolve(".fairlead/run"), ALIVE, "127.0.0.1:9800", "secret");

        assertThat(find("https://localhost:9800")).isEqualTo(new Target("localhost", 9800, true, "secret", null));
        assertThat(find("https://127.0.0.2:9800").token()).isNull();
    }

    @Test
    void noTokenLeavesTheMachineInPlainTextUnlessToldTo() throws IOException {
        Path file = Files.writeString(home.resolve("token"), "abc");

        assertThatThrownBy(() -> with("lb.example.com:9800", file, false))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(2))
                .hasMessageContaining("lb.example.com:9800 in plain text")
                .hasMessageContaining("--insecure");
        assertThat(with("lb.example.com:9800", file, true).token()).isEqualTo("abc");
        assertThat(with("https://lb.example.com:9800", file, false).token()).isEqualTo("abc");
        for (String here : List.of("localhost:9800", "127.0.0.2:9800", "[::1]:9800")) {
            assertThat(with(here, file, false).token()).isEqualTo("abc");
        }
    }

    @Test
    void aTokenFileIsTakenAtItsFirstLine() throws IOException {
        Path file = Files.writeString(home.resolve("token"), "\n  abc  \nmore\n");

        assertThat(with("127.0.0.1:9800", file, false).token()).isEqualTo("abc");
        Path missing = home.resolve("missing");
        assertThatThrownBy(() -> with("127.0.0.1:9800", missing, false))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("missing");
    }

    @Test
    void httpsAndTheFilesOfTlsMeanTls() {
        assertThat(find("https://lb.example.com:9800").tls()).isTrue();
        assertThat(find("lb.example.com:9800").tls()).isFalse();
        assertThat(new TargetFinder(environment, home)
                        .find(new Credentials("lb.example.com:9800", null, Path.of("ca.pem"), null, null, false))
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
        return new TargetFinder(environment, home).find(new Credentials(address, null, null, null, null, false));
    }

    private Target with(String address, Path tokenFile, boolean insecure) {
        return new TargetFinder(environment, home)
                .find(new Credentials(address, tokenFile, null, null, null, insecure));
    }

    /** What both ends know, if whoever is there wrote a file that we may read. */
    private @Nullable String secret(@Nullable String address) {
        RunningServer writer = find(address).writer();
        return writer == null ? null : writer.token();
    }

    private static Target left(String host, int port, String control, String token) {
        return new Target(host, port, false, null, new RunningServer(ALIVE, control, "127.0.0.1:1", token));
    }

    private static void leave(Path folder, long pid, String control, String token) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(control.substring(control.lastIndexOf(':') + 1) + ".json"),
                "{\"pid\":" + pid + ",\"data\":\"127.0.0.1:1\",\"control\":\"" + control
                        + "\",\"admin\":\"127.0.0.1:2\",\"token\":\"" + token + "\"}\n");
    }
}

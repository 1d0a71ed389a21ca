package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.BackendProcess;
import dev.fairlead.it.support.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line answers by itself: help, versions, and every mistake in one sentence. */
class CommandLineIT {

    @TempDir
    private Path folder;

    private Child said;

    @Test
    void versionIsOursTheJdksAndTheSystems() {
        assertThat(run("-V")).isZero();
        assertThat(said.out()).hasSize(3);
        assertThat(said.out().get(0)).matches("lb-server \\d+\\.\\d+\\.\\d+.*");
        assertThat(said.out().get(1)).contains(System.getProperty("java.version"));
        assertThat(said.out().get(2)).contains(System.getProperty("os.name"));
        assertThat(said.err()).isEmpty();
    }

    @Test
    void helpShowsEveryFlagAndCommand() {
        assertThat(run("-h")).isZero();
        assertThat(String.join("\n", said.out()))
                .contains("--config", "--port", "--backends", "--algorithm", "--health-check", "--health-check-path")
                .contains("--health-check-interval", "--state-dir", "--fresh", "--ports-file", "--log-level")
                .contains("--log-format", "--demo", "validate", "backend");
        assertThat(said.err()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | --algoritm p2c                | did you mean \"--algorithm\"",
                "2 | -b 127.0.0.1                  | has no port",
                "2 | -b 127.0.0.1:3001=1001        | 1000",
                "2 | -a leastconn                  | did you mean \"least_connections\"",
                "2 | --port eight                  | expected a number from 0 to 65535",
                "2 | vaildate x.conf               | did you mean \"validate\"",
                "1 | --config missing.conf         | missing.conf",
                "2 | backend --fail-rate 2         | expected a number from 0 to 1",
            })
    void mistakeIsOneSentenceThatHelps(int exit, String arguments, String sentence) {
        assertThat(run(arguments.split(" "))).as(said.said()).isEqualTo(exit);
        assertThat(said.err()).first().asString().contains(sentence);
        assertThat(said.err()).hasSizeLessThanOrEqualTo(2);
        assertNoStackTrace();
    }

    @Test
    void everyErrorOfAFileIsToldWithItsLine() throws IOException {
        Files.writeString(folder.resolve("bad.conf"), """
                lb {
                  lisen = "0.0.0.0:8080"
                  pools.default {
                    backends = [ "127.0.0.1", { url = "http://127.0.0.1:3001", weight = -1 } ]
                    health-check { interval = 5 parsecs }
                  }
                }
                """);
        for (List<String> start : List.of(List.of("validate", "bad.conf"), List.of("--config", "bad.conf"))) {
            assertThat(run(start.toArray(String[]::new))).as(said.said()).isEqualTo(1);
            assertThat(said.err())
                    .hasSize(4)
                    .anySatisfy(
                            line -> assertThat(line).startsWith("bad.conf:2: ").contains("listen"))
                    .anySatisfy(
                            line -> assertThat(line).startsWith("bad.conf:4: ").contains("port"))
                    .anySatisfy(
                            line -> assertThat(line).startsWith("bad.conf:4: ").contains("weight"))
                    .anySatisfy(
                            line -> assertThat(line).startsWith("bad.conf:5: ").contains("interval"));
            assertNoStackTrace();
        }
    }

    @Test
    void goodFileIsOk() throws IOException {
        Files.writeString(folder.resolve("good.conf"), "lb.pools.default.backends = [ \"127.0.0.1:3001\" ]");
        assertThat(run("validate", "good.conf")).isZero();
        assertThat(said.out()).first().asString().startsWith("good.conf: ok");
    }

    @ParameterizedTest
    @CsvSource({"listen, lb.listen", "admin.listen, lb.admin.listen"})
    void portInUseIsNamedWithItsKey(String key, String named) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Files.writeString(folder.resolve("lb.conf"), """
                    lb {
                      listen = "127.0.0.1:0"
                      control.listen = "127.0.0.1:0"
                      admin.listen = "127.0.0.1:0"
                      %s = "127.0.0.1:%d"
                      pools.default { backends = [ "127.0.0.1:1" ], health-check.type = none }
                    }
                    """.formatted(key, taken.getLocalPort()));
            assertThat(run("--config", "lb.conf", "--log-level", "error"))
                    .as(said.said())
                    .isEqualTo(1);
            assertThat(said.err()).hasSize(1);
            assertThat(said.err().get(0)).contains(named, Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void exampleBackendsPortInUseIsNamed() {
        try (BackendProcess running = BackendProcess.start("one")) {
            assertThat(run("backend", "--port", Integer.toString(running.port())))
                    .isEqualTo(1);
            assertThat(said.err()).hasSize(1);
            assertThat(said.err().get(0)).contains("port " + running.port(), "in use");
        }
    }

    /** The exit code; what was said stays in {@link #said}. */
    private int run(String... arguments) {
        try (Child child = Child.run(folder, arguments)) {
            said = child;
            return child.exit(Duration.ofSeconds(30));
        }
    }

    private void assertNoStackTrace() {
        assertThat(said.err()).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
    }
}

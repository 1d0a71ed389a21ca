package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fairlead.it.support.Await;
import dev.fairlead.it.support.LbProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real bin/lb-ctl: typed by somebody else, by two at once, into pipes, and running longer than the server lives. */
class OperatorsIT {

    private static final String BACKEND = "127.0.0.1:1";
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Object[] SOMEBODY_ELSE = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};

    @TempDir
    private static Path temp;

    private static Path program;
    private static LbProcess server;
    private static Shell shell;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        forEverybody(temp);
        program = Distribution.unpackInto(forEverybody(Files.createDirectory(temp.resolve("unpacked"))))
                .resolve("bin/lb-ctl");
        server = LbProcess.over(List.of(BACKEND), "health-check.type = none");
        shell = new Shell(temp)
                .with("FAIRLEAD_RUNTIME_DIR", server.runtimeFolder().toString());
    }

    private static Path forEverybody(Path folder) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoCannotReadTheRuntimeFolderIsRefusedInASentence() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become somebody else");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setpriv"))
                        && shell.run(as(JAVA, "-version")).exit() == 0,
                "there is no setpriv, or the JDK is not for everybody");
        Object[] list = {
            program,
            "backends",
            "list",
            "--address",
            "127.0.0.1:" + server.ports().getInt("control")
        };

        Shell.Result other = shell.run(as(list));

        assertThat(other.exit()).as(other.err()).isEqualTo(8);
        assertThat(other.out()).isEmpty();
        assertThat(other.err())
                .startsWith("lb-ctl: the server at 127.0.0.1:")
                .contains("--token-file")
                .hasLineCount(1);
        assertThat(shell.run(list).exit()).as("for its own user").isZero();
    }

    private static Object[] as(Object... command) {
        return Stream.of(SOMEBODY_ELSE, command).flatMap(Stream::of).toArray();
    }

    @Test
    void ofTwoWhoSawTheSameRevisionOneWinsAndTheOtherIsToldWhatChanged() throws IOException, InterruptedException {
        int seen = revision();
        List<Shell.Running> both =
                Stream.of("3", "5").map(weight -> setWeight(weight, seen)).toList();
        Shell.Result three = Shell.finish(both.get(0));
        Shell.Result five = Shell.finish(both.get(1));

        assertThat(List.of(three.exit(), five.exit())).as(three + "\n" + five).containsExactlyInAnyOrder(0, 5);
        String winner = three.exit() == 0 ? "3" : "5";
        assertThat((three.exit() == 0 ? five : three).err())
                .startsWith("lb-ctl: ")
                .contains("the current revision is " + (seen + 1) + ", not " + seen)
                .contains("it shall be " + winner, "-> " + winner)
                .hasLineCount(1);
        assertThat(server.ctl("backends", "show", BACKEND, "-o", "json")
                        .ok()
                        .json()
                        .getInt("backend.weight"))
                .isEqualTo(Integer.parseInt(winner));
        assertThat(revision()).isEqualTo(seen + 1);
    }

    private Shell.Running setWeight(String weight, int seen) {
        try {
            return shell.start(
                    program, "weight", BACKEND, weight, "--if-revision", seen, "-m", "it shall be " + weight);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int revision() {
        return server.ctl("config", "history", "-n", "1", "-o", "json")
                .ok()
                .json()
                .getInt("revision");
    }

    /** Nothing more happens here: without a look at the pipe they would wait for ever. */
    @Test
    void whatIsFollowedEndsWhenItsReaderHasGone() throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/fd/1")), "only Linux tells what stdout is");
        List<Shell.Running> piped = List.of(piped("watch"), piped("top --interval 1h"));

        for (Shell.Running running : piped) {
            Shell.Result ended = Shell.finish(running);
            assertThat(ended.out().lines()).as(ended.err()).hasSize(2).last().isEqualTo("0");
            assertThat(ended.err()).isEmpty();
        }
    }

    private static Shell.Running piped(String command) throws IOException {
        return shell.start("bash", "-c", "'" + program + "' " + command + " | head -n 1; echo ${PIPESTATUS[0]}");
    }

    @Test
    void whoWatchesSeesEveryRevisionOnceAcrossADeathOfTheServer() throws IOException, InterruptedException {
        Shell.Running watching = shell.start(program, "watch", "-o", "json");
        int seen = revision();
        try {
            Await.until("it begins", () -> events(watching).size() == 1);
            server.ctl("weight", BACKEND, "7").ok();
            Await.until("the change is seen", () -> accepted(watching).equals(List.of(seen + 1)));

            server.kill().again().ready();
            server.ctl("weight", BACKEND, "8").ok();
            Await.until(
                    "the next is seen",
                    Duration.ofSeconds(20),
                    () -> accepted(watching).equals(List.of(seen + 1, seen + 2)),
                    watching::err);
        } finally {
            watching.process().destroy();
        }
        assertThat(watching.err())
                .contains("lost the connection to the server at ")
                .contains("retrying")
                .contains("the server was restarted");
    }

    private static List<Integer> accepted(Shell.Running watching) {
        return events(watching).stream()
                .filter(event -> event.hasPath("accepted"))
                .map(event -> event.getInt("revision"))
                .toList();
    }

    private static List<Config> events(Shell.Running watching) {
        return watching.out().lines().map(ConfigFactory::parseString).toList();
    }
}

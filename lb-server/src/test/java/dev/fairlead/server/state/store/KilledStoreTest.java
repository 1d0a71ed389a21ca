package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real process with a real folder, killed with SIGKILL. What it said was acknowledged is there, and nothing by half. */
@Tag("stress")
class KilledStoreTest {
    private static final int STEPS = 20;
    private static final int FILES = 60;

    @TempDir
    Path temporary;

    @Test
    void killedAtAnyMoment() throws Exception {
        Random random = new Random(17);
        Path folder = temporary.resolve("data");
        Script script = new Script();
        int step = 0;
        for (int round = 0; round < 40; round++) {
            try (StoreProcess process = StoreProcess.start(List.of(), folder, script, step, 10_000)) {
                assertThat(process.awaitLine("recovered")).isTrue();
                process.go(10_000);
                for (int lines = random.nextInt(300); lines > 0; lines--) {
                    assertThat(process.line()).startsWith("ack ");
                }
                process.kill();
                script = found(folder, script, process.underWay(), "round " + round);
                step = process.step() + 1;
            }
        }
        assertThat(step).isGreaterThan(2000);
    }

    /** The same for each thing that the store asks of the system: before the first of its kind, the second, and so on. */
    @ParameterizedTest
    @CsvSource({"write, 20", "fdatasync, 20", "fsync, 2", "rename, 2", "openat, 2", "unlink, 2"})
    void killedAtEverySystemCall(String call, int atLeast) throws Exception {
        assumeStrace();
        int kills = 0;
        boolean killed = true;
        for (int nth = 1; killed; nth++) {
            Path folder = temporary.resolve(call + nth);
            Script script = new Script();
            try (StoreProcess process = StoreProcess.start(List.of(), folder, script, 0, STEPS)) {
                assertThat(process.awaitLine("recovered")).isTrue();
                Process strace = attach(process, folder, call + ":signal=SIGKILL:when=" + nth);
                process.go(STEPS);
                killed = !process.awaitLine("done");
                process.kill();
                strace.waitFor();
                found(folder, script, killed ? process.underWay() : List.of(), call + " " + nth);
            }
            kills += killed ? 1 : 0;
        }
        assertThat(kills).isGreaterThanOrEqualTo(atLeast);
    }

    /** Each start writes too. */
    @ParameterizedTest
    @CsvSource({"write", "fdatasync", "fsync", "rename", "openat", "unlink"})
    void killedAtEverySystemCallOfAStart(String call) throws Exception {
        assumeStrace();
        int kills = 0;
        boolean killed = true;
        for (int nth = 1; killed; nth++) {
            Path folder = temporary.resolve(call + nth);
            Script script = new Script();
            try (StoreProcess process = StoreProcess.start(List.of(), folder, script, 0, STEPS)) {
                process.go(STEPS);
                assertThat(process.awaitLine("done")).isTrue();
            }
            List<String> strace = new ArrayList<>(List.of("strace", "-D", "-f", "-qq", "-o", "/dev/null"));
            strace.addAll(tampering(folder, call + ":signal=SIGKILL:when=" + nth));
            try (StoreProcess process = StoreProcess.start(strace, folder, script, STEPS, STEPS)) {
                killed = !process.awaitLine("recovered");
                process.kill();
            }
            found(folder, script, List.of(), call + " " + nth);
            kills += killed ? 1 : 0;
        }
        assertThat(kills).isPositive();
    }

    /** The system reports an error once, or several times in a row. */
    @ParameterizedTest
    @CsvSource({
        "write:error=ENOSPC:when=1", "write:error=ENOSPC:when=2..9", "fdatasync:error=EIO:when=3",
        "fdatasync:error=EIO:when=3..8", "fsync:error=EIO:when=1..3", "rename:error=EIO:when=1..2",
        "openat:error=EMFILE:when=1..3"
    })
    void whatTheSystemRefusesIsRefusedAndStaysAway(String fault) throws Exception {
        assumeStrace();
        Path folder = temporary.resolve("data");
        Script script = new Script();
        try (StoreProcess process = StoreProcess.start(List.of(), folder, script, 0, STEPS)) {
            assertThat(process.awaitLine("recovered")).isTrue();
            Process strace = attach(process, folder, fault);
            process.go(STEPS);
            assertThat(process.awaitLine("done")).isTrue();
            process.kill();
            strace.waitFor();
            found(folder, script, List.of(), fault);
            if (fault.startsWith("write") || fault.startsWith("fdatasync")) {
                assertThat(process.refusals())
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line)
                                .contains("cannot ")
                                .contains(folder.toString())
                                .containsAnyOf("No space left on device", "Input/output error"));
            }
        }
    }

    /** Answers the script as it goes on from what is found. */
    private static Script found(Path folder, Script script, List<Entry> underWay, String where) throws StoreException {
        Recovered found = recovered(folder);
        Script more = script.with(underWay);
        assertThat(List.of(script.expected(), more.expected())).as(where).contains(found);
        return found.equals(script.expected()) ? script : more;
    }

    /** Reads the folder as the next server would. */
    static Recovered recovered(Path folder) throws StoreException {
        Acknowledged nothing = new Acknowledged(Script.KEPT_REVISIONS, Script.KEPT_REQUESTS);
        try (FileStore store = new FileStore(new FolderDisk(folder), nothing, 1 << 20, Duration.ofSeconds(1))) {
            return store.recover();
        }
    }

    /** Answers when every thread of the process is held by strace. */
    private static Process attach(StoreProcess process, Path folder, String fault) throws IOException {
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-o", "/dev/null", "-p", "" + process.pid()));
        command.addAll(tampering(folder, fault));
        Process strace = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader words = strace.inputReader(StandardCharsets.UTF_8);
        String line = words.readLine();
        while (line != null && !line.contains("attached")) {
            line = words.readLine();
        }
        assertThat(line).as("what strace says when it is ready").isNotNull();
        return strace;
    }

    /** Only what is asked of the folder: a JVM writes and opens much else. */
    private static List<String> tampering(Path folder, String fault) {
        List<String> options = new ArrayList<>(List.of(
                "-e",
                "trace=" + fault.substring(0, fault.indexOf(':')),
                "-e",
                "inject=" + fault,
                "-P",
                folder.toString()));
        for (int number = 1; number <= FILES; number++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "journal-%08d", number));
            options.addAll(List.of("-P", file.toString(), "-P", file + ".tmp"));
        }
        return options;
    }

    private static void assumeStrace() throws IOException, InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("strace", "-V").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeThat(there)
                .as("strace is not installed: nothing can be killed at a system call")
                .isTrue();
    }
}

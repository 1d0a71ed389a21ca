package dev.fairlead.server.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 16 MB, in a mount namespace of its own, so that nothing is left mounted however the test ends. */
@Tag("stress")
class FullDiskTest {
    private static final int PLENTY = 100_000;

    @TempDir
    Path temporary;

    private final Script script = new Script();
    private int step;

    @BeforeEach
    void makeTheFileSystem() throws IOException, InterruptedException {
        assumeThat(System.getProperty("user.name")).as("only root may mount").isEqualTo("root");
        Files.createDirectories(mount());
        try (FileChannel image = FileChannel.open(image(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            image.write(ByteBuffer.allocate(1), (16 << 20) - 1);
        }
        int made;
        try {
            made = new ProcessBuilder("mkfs.ext4", "-q", image().toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            made = 127;
        }
        assumeThat(made).as("mkfs.ext4 makes the file system").isZero();
    }

    @Test
    void aFullDiskRefusesAndHealsWithoutARestart() throws Exception {
        try (StoreProcess process = start("loop")) {
            assertThat(process.awaitLine("recovered")).isTrue();
            assertAcknowledges(process, 20);

            fill(process);
            refuseAtLast(process);
            assertRefuses(process, 5);
            assertThatTheFolderHoldsWhatWasAcknowledged(process);

            empty(process);
            assertAcknowledges(process, 10);
            assertThatTheFolderHoldsWhatWasAcknowledged(process);

            fill(process);
            refuseAtLast(process);
            process.kill();
            step = process.step();
        }
        // The next process starts on the disk that is still full.
        try (StoreProcess process = start("loop")) {
            assertThat(process.awaitLine("recovered")).isTrue();
            assertThatTheFolderHoldsWhatWasAcknowledged(process);
            assertRefuses(process, 2);
            empty(process);
            assertAcknowledges(process, 10);
            assertThatTheFolderHoldsWhatWasAcknowledged(process);
        }
    }

    @Test
    void aReadOnlyFileSystemIsNamedInOneSentence() throws Exception {
        try (StoreProcess process = start("loop")) {
            assertThat(process.awaitLine("recovered")).isTrue();
            assertAcknowledges(process, 3);
        }
        try (StoreProcess process = start("loop,ro")) {
            assertThat(process.line()).isEqualTo("failed cannot write in " + folder() + ": Read-only file system");
        }
    }

    private StoreProcess start(String options) throws IOException {
        String mountAndRun = "mount -o " + options + " \"$0\" \"$1\" && shift && exec \"$@\"";
        List<String> inside = List.of("unshare", "-m", "sh", "-c", mountAndRun, image().toString(), mount().toString());
        return StoreProcess.start(inside, folder(), script, step, PLENTY);
    }

    private void assertAcknowledges(StoreProcess process, int steps) throws IOException {
        process.go(steps);
        for (int i = 0; i < steps; i++) {
            assertThat(process.line()).startsWith("ack ");
        }
    }

    private void assertRefuses(StoreProcess process, int steps) throws IOException {
        process.go(steps);
        for (int i = 0; i < steps; i++) {
            assertThat(process.line())
                    .startsWith("refused " + (process.step() - 1) + " (full) cannot ")
                    .contains(folder().toString())
                    .endsWith("No space left on device");
        }
    }

    /** The last block of the journal may have room for some more. */
    private static void refuseAtLast(StoreProcess process) throws IOException {
        int before = process.refusals().size();
        for (int steps = 0; steps < 1000 && process.refusals().size() == before; steps++) {
            process.go(1);
            assertThat(process.line()).isNotNull();
        }
        assertThat(process.refusals()).hasSize(before + 1);
    }

    private void fill(StoreProcess process) throws IOException {
        try (FileChannel filler =
                FileChannel.open(filler(process), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int size = 1 << 16; size > 0; size /= 2) {
                fill(filler, size);
            }
        }
    }

    private static void fill(FileChannel filler, int size) {
        try {
            while (filler.write(ByteBuffer.allocate(size)) > 0) {}
        } catch (IOException full) {
            assertThat(full).hasMessage("No space left on device");
        }
    }

    private void empty(StoreProcess process) throws IOException {
        Files.delete(filler(process));
    }

    /** Of a copy, as a backup would be made. */
    private void assertThatTheFolderHoldsWhatWasAcknowledged(StoreProcess process) throws IOException, StoreException {
        Path copy = Files.createTempDirectory(temporary, "copy");
        try (Stream<Path> files = Files.list(seenFromOutside(process, folder()))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        assertThat(KilledStoreTest.recovered(copy)).isEqualTo(script.expected());
    }

    private Path filler(StoreProcess process) {
        return seenFromOutside(process, mount().resolve("filler"));
    }

    private static Path seenFromOutside(StoreProcess process, Path path) {
        return Path.of("/proc/" + process.pid() + "/root" + path);
    }

    private Path image() {
        return temporary.resolve("disk.image");
    }

    private Path mount() {
        return temporary.resolve("mount");
    }

    private Path folder() {
        return mount().resolve("data");
    }
}

package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.LbProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that lb-ctl keeps from one command to the next: made by the first, used by the others, never in the way. */
class FastStartIT {

    @TempDir
    private static Path unpacked;

    private static Path home;
    private static LbProcess server;

    /** Each test is a user of its own, with a cache of its own. */
    @TempDir
    private Path temp;

    private Path user;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        home = Distribution.unpackInto(unpacked.toRealPath());
        server = LbProcess.over(List.of("127.0.0.1:1"), "health-check.type = none");
    }

    @BeforeEach
    void moveIn() throws IOException {
        user = Files.createDirectory(temp.toRealPath().resolve("a user"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theFirstCommandThatReadsLeavesThemForTheOthers() throws IOException, InterruptedException {
        assertThat(list().out()).isEqualTo("127.0.0.1:1\n");
        Path archive = archive();
        FileTime made = Files.getLastModifiedTime(archive);

        assertThat(list().out()).isEqualTo("127.0.0.1:1\n");

        assertThat(archive()).isEqualTo(archive);
        assertThat(Files.getLastModifiedTime(archive)).isEqualTo(made);
        assertThat(shell().with("JAVA_OPTS", "-Xlog:class+load")
                        .run(home.resolve("bin/lb-ctl"), "backends", "list")
                        .out())
                .containsPattern("dev\\.fairlead\\.ctl\\.Program source: shared objects file \\(top\\)");
    }

    @Test
    void whatFailsOrReadsNothingLeavesNone() throws IOException, InterruptedException {
        Shell.Result nobody =
                shell().with("LB_CTL_ADDRESS", "127.0.0.1:1").run(home.resolve("bin/lb-ctl"), "list", "backends");
        assertThat(nobody.exit()).as(nobody.err()).isEqualTo(3);
        assertThat(shell().run(home.resolve("bin/lb-ctl"), "version").exit()).isZero();

        assertThat(archives()).isEmpty();
    }

    @Test
    void newerJarsHaveThemMadeAnew() throws IOException, InterruptedException {
        list();
        Path archive = archive();
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(archive, longAgo);

        assertThat(list().out()).isEqualTo("127.0.0.1:1\n");

        assertThat(Files.getLastModifiedTime(archive())).isGreaterThan(longAgo);
    }

    @Test
    void aFileThatIsNoneIsPassedOver() throws IOException, InterruptedException {
        list();
        Path archive = archive();
        Files.delete(archive);
        Files.writeString(archive, "not what the JVM expects");

        assertThat(list().out()).isEqualTo("127.0.0.1:1\n");
    }

    @Test
    void withoutAPlaceForThemItIsJustSlower() throws IOException, InterruptedException {
        Files.writeString(user.resolve(".cache"), "a file where a folder should be");
        assertThat(list().out()).isEqualTo("127.0.0.1:1\n");

        Files.delete(user.resolve(".cache"));
        Files.createDirectory(
                user.resolve(".cache"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assertThat(list().out()).isEqualTo("127.0.0.1:1\n");

        Shell.Result homeless =
                shell().without("HOME").run(home.resolve("bin/lb-ctl"), "backends", "list", "-o", "name");
        assertThat(homeless.exit()).isZero();
        assertThat(homeless.err()).isEmpty();
    }

    private Shell.Result list() throws IOException, InterruptedException {
        Shell.Result listed = shell().run(home.resolve("bin/lb-ctl"), "backends", "list", "-o", "name");
        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.err()).isEmpty();
        return listed;
    }

    private Shell shell() {
        return new Shell(user)
                .with("FAIRLEAD_RUNTIME_DIR", server.runtimeFolder().toString());
    }

    private Path archive() throws IOException {
        List<Path> all = archives();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<Path> archives() throws IOException {
        Path cache = user.resolve(".cache/fairlead");
        if (!Files.exists(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}

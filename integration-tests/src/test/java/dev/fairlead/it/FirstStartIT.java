package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers in a checkout, with a Maven that leaves behind what the real one would. */
class FirstStartIT {

    private static final String MAVEN = """
            #!/bin/sh
            echo built >> builds
            echo '[INFO] Building Fairlead server 1.2.3 [6/9]'
            # where it is asked for, long enough for a second start to meet this build
            [ ! -f slow ] || sleep 2
            lib=integration-tests/target/lb-1.2.3/lb-1.2.3/lib
            mkdir -p "$lib"
            touch "$lib/lb-ctl-1.2.3.jar" "$lib/lb-server-1.2.3.jar" integration-tests/target/lb-1.2.3.tar.gz
            """;

    private static final String FAILING_MAVEN = """
            #!/bin/sh
            echo '[INFO] Building Fairlead server 1.2.3 [6/9]'
            echo '[ERROR] the disk is full'
            exit 1
            """;

    private static final String JAVA = """
            #!/bin/sh
            [ "$1" != -version ] || echo 'openjdk version "17.0.15"' >&2
            """;

    @TempDir
    private static Path unpacked;

    private static Path programs;

    @TempDir
    private Path temp;

    private Path checkout;
    private Shell shell;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        programs = Distribution.unpackInto(unpacked).resolve("bin");
    }

    @BeforeEach
    void checkOut() throws IOException {
        checkout = Files.createDirectory(temp.resolve("my checkout"));
        Path bin = Files.createDirectory(checkout.resolve("bin"));
        try (DirectoryStream<Path> scripts = Files.newDirectoryStream(programs)) {
            for (Path script : scripts) {
                Files.copy(script, bin.resolve(script.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        Files.writeString(checkout.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
        Shell.executable(checkout.resolve("mvnw"), MAVEN);
        Path jdk = Files.createDirectories(temp.resolve("jdk/bin"));
        Shell.executable(jdk.resolve("java"), JAVA);
        shell = new Shell(temp).with("JAVA_HOME", jdk.getParent().toString());
    }

    @Test
    void buildsWhatIsMissingAndSaysSo() throws IOException, InterruptedException {
        Files.createFile(checkout.resolve("slow"));

        Shell.Result said = shell.run(checkout.resolve("bin/lb-server"));

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.err()).contains("building Fairlead 1.2.3", "building Fairlead server [6/9] (", "built in ");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void buildsOnlyOnce() throws IOException, InterruptedException {
        shell.run(checkout.resolve("bin/lb-server"));

        Shell.Result again = shell.run(checkout.resolve("bin/lb-ctl"));

        assertThat(again.exit()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(checkout.resolve("builds")).hasContent("built");
    }

    @Test
    void oneOfTwoFirstStartsWaitsForTheOther() throws IOException, InterruptedException {
        Files.createFile(checkout.resolve("slow"));

        Shell.Running server = shell.start(checkout.resolve("bin/lb-server"));
        Shell.Running control = shell.start(checkout.resolve("bin/lb-ctl"));
        Shell.Result one = Shell.finish(server);
        Shell.Result two = Shell.finish(control);

        assertThat(one.exit()).as(one.err()).isZero();
        assertThat(two.exit()).as(two.err()).isZero();
        assertThat(checkout.resolve("builds")).hasContent("built");
        assertThat(one.err() + two.err()).contains("waiting for it");
    }

    @Test
    void aBuildThatWasKilledIsTakenOver() throws IOException, InterruptedException {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectory(checkout.resolve("target"));
        Files.createSymbolicLink(checkout.resolve("target/first-build.lock"), Path.of(Long.toString(gone.pid())));

        Shell.Result said = shell.run(checkout.resolve("bin/lb-server"));

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(checkout.resolve("builds")).hasContent("built");
        assertThat(checkout.resolve("target/first-build.lock")).doesNotExist();
    }

    @Test
    void jarsOfAnotherVersionAreNotTaken() throws IOException, InterruptedException {
        Path old = Files.createDirectories(checkout.resolve("integration-tests/target/lb-1.2.2/lb-1.2.2/lib"));
        Files.createFile(old.resolve("lb-server-1.2.2.jar"));
        Files.createFile(checkout.resolve("integration-tests/target/lb-1.2.2.tar.gz"));

        shell.run(checkout.resolve("bin/lb-server"));

        assertThat(checkout.resolve("builds")).hasContent("built");
    }

    @Test
    void sourcesNewerThanTheBuildAreMentioned() throws IOException, InterruptedException {
        shell.run(checkout.resolve("bin/lb-server"));
        Path sources = Files.createDirectories(checkout.resolve("lb-server/src/main"));
        Path archive = checkout.resolve("integration-tests/target/lb-1.2.3.tar.gz");
        Path edited = Files.createFile(sources.resolve("Main.java"));
        Files.setLastModifiedTime(
                edited,
                FileTime.from(Files.getLastModifiedTime(archive).toInstant().plusSeconds(1)));

        Shell.Result said = shell.run(checkout.resolve("bin/lb-server"));

        assertThat(said.exit()).isZero();
        assertThat(said.err()).startsWith("lb-server: lb-server/src/main/Main.java is newer than the build");
        assertThat(checkout.resolve("builds")).hasContent("built");
    }

    @Test
    void aFailedBuildSaysWhyAndWhereToLook() throws IOException, InterruptedException {
        Shell.executable(checkout.resolve("mvnw"), FAILING_MAVEN);

        Shell.Result said = shell.run(checkout.resolve("bin/lb-server"));

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("[ERROR] the disk is full", "the build failed", "target/first-build.log");
        assertThat(checkout.resolve("target/first-build.lock")).doesNotExist();
    }
}

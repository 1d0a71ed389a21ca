package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchersIT {

    /** All that the launchers may use beside java itself. */
    private static final List<String> TOOLS = List.of("dirname", "readlink", "sed", "head");

    /** Says which version it is, and otherwise where it runs and with what. */
    private static final String STUB = """
            #!/bin/sh
            if [ "$1" = -version ]; then
              echo 'openjdk version "VERSION" 2026-01-01' >&2
              exit 0
            fi
            pwd -P
            for argument; do printf '[%s]\\n' "$argument"; done
            """;

    @TempDir
    private static Path unpacked;

    private static Path home;

    @TempDir
    private Path temp;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        home = Distribution.unpackInto(
                Files.createDirectory(unpacked.toRealPath().resolve("load balancer")));
    }

    @BeforeEach
    void findTemp() throws IOException {
        temp = temp.toRealPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lb-server", "lb-ctl"})
    void aJavaThatIsTooOldIsOneSentence(String program) throws IOException, InterruptedException {
        Path jdk = jdk("11.0.22");

        Shell.Result said =
                new Shell(temp).with("JAVA_HOME", jdk.toString()).run(home.resolve("bin/" + program), "version");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .isEqualTo(program + ": " + jdk
                        + "/bin/java is version 11.0.22; Fairlead needs JDK 17 or newer (set JAVA_HOME).\n");
    }

    @Test
    void javaEightCountsAsEightNotAsOne() throws IOException, InterruptedException {
        Shell.Result said = new Shell(temp)
                .with("JAVA_HOME", jdk("1.8.0_402").toString())
                .run(home.resolve("bin/lb-ctl"), "version");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("is version 1.8.0_402; Fairlead needs JDK 17");
    }

    @Test
    void noJavaAtAllIsOneSentence() throws IOException, InterruptedException {
        Path path = Shell.tools(temp.resolve("path"), TOOLS);

        Shell.Result said = new Shell(temp)
                .without("JAVA_HOME")
                .with("PATH", path.toString())
                .run(home.resolve("bin/lb-server"));

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).isEqualTo("lb-server: no java found: install JDK 17 or newer, or set JAVA_HOME.\n");
    }

    @Test
    void aWrongJavaHomeIsNamed() throws IOException, InterruptedException {
        Shell.Result said = new Shell(temp).with("JAVA_HOME", "/nowhere").run(home.resolve("bin/lb-ctl"), "version");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).startsWith("lb-ctl: JAVA_HOME is /nowhere, but there is no bin/java in it");
    }

    @Test
    void argumentsAndWorkingDirectoryArriveAsTheUserTypedThem() throws IOException, InterruptedException {
        Shell.Result said = new Shell(temp)
                .with("JAVA_HOME", jdk("17.0.15").toString())
                .run(home.resolve("bin/lb-server"), "-c", "my conf/*.conf", "", "--", "it's");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out().lines()).startsWith(temp.toString());
        assertThat(said.out()).endsWith("[dev.fairlead.server.Main]\n[-c]\n[my conf/*.conf]\n[]\n[--]\n[it's]\n");
        assertThat(said.out()).contains("[-Dfairlead.home=" + home + "]\n");
    }

    @Test
    void optionsOfTheUserComeLastAndMayChooseTheCollector() throws IOException, InterruptedException {
        Path jdk = jdk("17.0.15");
        Shell shell = new Shell(temp).with("JAVA_HOME", jdk.toString());
        assertThat(shell.run(home.resolve("bin/lb-server")).out()).contains("[-XX:+UseParallelGC]");

        Shell.Result said =
                shell.with("JAVA_OPTS", "-Xmx64m -XX:+UseG1GC").run(home.resolve("bin/lb-server"), "--demo");

        assertThat(said.out())
                .doesNotContain("UseParallelGC")
                .containsSubsequence("[-XX:+ExitOnOutOfMemoryError]", "[-Xmx64m]", "[-XX:+UseG1GC]", "[--demo]");
    }

    @Test
    void memoryOutsideTheHeapIsBoundedAsLongAsTheUserSaysNothingOfIt() throws IOException, InterruptedException {
        Shell shell = new Shell(temp).with("JAVA_HOME", jdk("17.0.15").toString());
        assertThat(shell.run(home.resolve("bin/lb-server")).out()).contains("[-XX:MaxDirectMemorySize=");

        assertThat(shell.with("JAVA_OPTS", "-Xmx64m")
                        .run(home.resolve("bin/lb-server"))
                        .out())
                .contains("[-XX:MaxDirectMemorySize=65536k]");
        for (String own : new String[] {"-XX:MaxDirectMemorySize=1g", "-XX:MaxRAMPercentage=50"}) {
            assertThat(shell.with("JAVA_OPTS", own)
                            .run(home.resolve("bin/lb-server"))
                            .out())
                    .contains("[" + own + "]")
                    .doesNotContain("k]");
        }
    }

    @Test
    void worksThroughSymbolicLinks() throws IOException, InterruptedException {
        Path first = Files.createSymbolicLink(unpacked.resolve("first"), home.resolve("bin/lb-ctl"));
        Path second = Files.createSymbolicLink(unpacked.resolve("second link"), unpacked.relativize(first));

        Shell.Result said = new Shell(temp).run(second, "version");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).startsWith("lb-ctl " + Distribution.version());
    }

    @Test
    void needsNoToolBeyondTheCoreOnes() throws IOException, InterruptedException {
        Path path = Shell.tools(temp.resolve("path"), TOOLS);

        Shell.Result said = new Shell(temp).with("PATH", path.toString()).run(home.resolve("bin/lb-ctl"), "version");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.err()).isEmpty();
    }

    private Path jdk(String version) throws IOException {
        Path bin = Files.createDirectories(temp.resolve("jdk-" + version + "/bin"));
        Shell.executable(bin.resolve("java"), STUB.replace("VERSION", version));
        return bin.getParent();
    }
}

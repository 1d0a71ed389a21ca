package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionIT {

    @TempDir
    private static Path temp;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException, InterruptedException {
        home = Distribution.unpackInto(Files.createDirectory(temp.resolve("a folder with spaces")));
    }

    @Test
    void hasTheFoldersThatUsersExpect() {
        assertThat(home).isDirectoryContaining(file -> file.endsWith("LICENSE"));
        assertThat(Stream.of("bin", "lib", "plugins", "spi").map(home::resolve)).allMatch(Files::isDirectory);
    }

    @Test
    void controlSaysItsVersion() throws IOException, InterruptedException {
        Shell.Result said = new Shell(temp).run(home.resolve("bin/lb-ctl"), "version");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).startsWith("lb-ctl " + Distribution.version() + "\n");
        assertThat(said.err()).isEmpty();
    }

    @Test
    void controlIsQuietOnTheNewestJdkToo() throws IOException, InterruptedException {
        List<Path> jdks = newerJdks();
        for (Path jdk : jdks) {
            Shell.Result said =
                    new Shell(temp).with("JAVA_HOME", jdk.toString()).run(home.resolve("bin/lb-ctl"), "version");

            assertThat(said.exit()).as(said.err()).isZero();
            assertThat(said.err()).as("on %s", jdk).isEmpty();
        }
    }

    @Test
    void everyLibraryThatAProgramNamesLiesBesideIt() throws IOException {
        for (String program : List.of("lb-server", "lb-ctl")) {
            Path jar = home.resolve("lib/" + program + "-" + Distribution.version() + ".jar");
            assertThat(libraries(jar))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(jar.resolveSibling(name)).exists());
        }
    }

    @Test
    void controlCarriesNothingOfTheServer() throws IOException {
        assertThat(libraries(home.resolve("lib/lb-ctl-" + Distribution.version() + ".jar")))
                .noneMatch(name -> name.startsWith("lb-server") || name.startsWith("undertow"));
    }

    @Test
    void strategyAuthorsGetTheInterfacesWithTheirSources() {
        assertThat(Stream.of("lb-spi-api", "lb-spi-testkit")
                        .flatMap(name -> Stream.of(".jar", "-sources.jar").map(end -> spi(name, end))))
                .allMatch(Files::isRegularFile);
        assertThat(home.resolve("spi")).isDirectoryContaining("glob:**/jspecify-*.jar");
        assertThat(home.resolve("spi/example-strategy/build")).isExecutable();
    }

    @Test
    void strategyAuthorsGetTheJavadoc() throws IOException {
        // the first build of a launcher is to be quick
        assumeThat(System.getProperty("fast")).isNull();
        try (JarFile api = new JarFile(spi("lb-spi-api", "-javadoc.jar").toFile());
                JarFile kit = new JarFile(spi("lb-spi-testkit", "-javadoc.jar").toFile())) {
            assertThat(api.getEntry("dev/fairlead/spi/Selector.html")).isNotNull();
            assertThat(kit.getEntry("dev/fairlead/spi/testkit/FakePool.html")).isNotNull();
        }
    }

    private static Path spi(String name, String end) {
        return home.resolve("spi/" + name + "-" + Distribution.version() + end);
    }

    private static List<String> libraries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return List.of(file.getManifest()
                    .getMainAttributes()
                    .getValue("Class-Path")
                    .split(" "));
        }
    }

    /** The machine's other JDKs, newer than the one that runs this test; there may be none. */
    private static List<Path> newerJdks() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(installed)) {
            return List.of();
        }
        try (Stream<Path> jdks = Files.list(installed)) {
            return jdks.filter(jdk -> Files.isExecutable(jdk.resolve("bin/javac")))
                    .filter(jdk -> feature(jdk) > Runtime.version().feature())
                    .toList();
        }
    }

    private static int feature(Path jdk) {
        Path release = jdk.resolve("release");
        try (Stream<String> lines = Files.lines(release)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> Runtime.Version.parse(line.replaceAll(".*\"(.*)\".*", "$1")))
                    .mapToInt(Runtime.Version::feature)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}

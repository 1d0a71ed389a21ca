package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code bin/test} with the Maven and the plug-ins of this build, in a checkout of two small modules: this one's classes
 * are in use while its tests run.
 */
class OneTestIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final String MODULE = """
            <project>
              <modelVersion>4.0.0</modelVersion>
              <parent>
                <groupId>dev.fairlead</groupId>
                <artifactId>fairlead</artifactId>
                <version>VERSION</version>
              </parent>
              <artifactId>NAME</artifactId>
              <dependencies>
                <dependency>
                  <groupId>org.junit.jupiter</groupId>
                  <artifactId>junit-jupiter</artifactId>
                </dependency>
              </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-failsafe-plugin</artifactId>
                    <executions>
                      <execution>
                        <goals>
                          <goal>integration-test</goal>
                          <goal>verify</goal>
                        </goals>
                      </execution>
                    </executions>
                  </plugin>
                </plugins>
              </build>
            </project>
            """;

    @TempDir
    private static Path temp;

    private static Path checkout;

    @BeforeAll
    static void checkOut() throws IOException {
        checkout = Files.createDirectory(temp.toRealPath().resolve("a checkout"));
        copy("bin/test");
        String parent = Files.readString(ROOT.resolve("pom.xml"))
                .replaceFirst(
                        "(?s)<modules>.*?</modules>",
                        "<modules><module>lb-server</module><module>integration-tests</module></modules>");
        Files.writeString(checkout.resolve("pom.xml"), parent);
        Shell.executable(
                checkout.resolve("mvnw"),
                "#!/bin/sh\nexec '" + System.getProperty("fairlead.maven") + "/bin/mvn' \"$@\"\n");
        for (String module : new String[] {"lb-server", "integration-tests"}) {
            Path folder = Files.createDirectory(checkout.resolve(module));
            Files.writeString(
                    folder.resolve("pom.xml"),
                    MODULE.replace("NAME", module).replace("VERSION", Distribution.version()));
        }
        source("lb-server", "one", "SumTest", "@Test\nvoid adds() {}\n@Test\nvoid subtracts() {}");
        source("lb-server", "two", "SumTest", "@Test\nvoid multiplies() {}");
        source("lb-server", "one", "LongTest", "@Test\n@Tag(\"stress\")\nvoid counts() {}");
        source(
                "lb-server",
                "one",
                "FailingTest",
                "@Test\nvoid passes() {}\n@Test\nvoid fails() { assertEquals(4, 5); }");
        source(
                "integration-tests",
                "one",
                "SumIT",
                "@Test\nvoid adds() {}\n@Test\nvoid fails() { assertEquals(4, 5); }");
        source("integration-tests", "one", "Helper", "void helps() {}");
    }

    private static void copy(String file) throws IOException {
        Path copy = checkout.resolve(file);
        Files.createDirectories(copy.getParent());
        Files.copy(ROOT.resolve(file), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void source(String module, String folder, String name, String members) throws IOException {
        Path place = checkout.resolve(module).resolve("src/test/java/dev/fairlead/" + folder);
        Files.createDirectories(place);
        Files.writeString(place.resolve(name + ".java"), """
                package dev.fairlead.%s;
                import static org.junit.jupiter.api.Assertions.assertEquals;
                import org.junit.jupiter.api.*;
                class %s {
                %s
                }
                """.formatted(folder, name, members.indent(4)));
    }

    private static Shell.Result test(String... arguments) throws IOException, InterruptedException {
        Object[] command = Stream.concat(Stream.of(checkout.resolve("bin/test")), Stream.of(arguments))
                .toArray();
        return Shell.finish(new Shell(temp).start(command), Duration.ofMinutes(5));
    }

    @Test
    void unitAndIntegrationTestsOfAPatternAreRunAndNoOthers() throws IOException, InterruptedException {
        Shell.Result said = test("Sum*#adds");

        assertThat(said.exit()).as(said.out()).isZero();
        assertThat(said.out().lines())
                .satisfiesExactly(
                        what -> assertThat(what).isEqualTo("Sum*#adds: 2 classes in integration-tests,lb-server"),
                        end -> assertThat(end)
                                .matches("passed: 2, in \\d+ s \\(log: " + checkout + "/target/test\\.log\\)"));
        assertThat(said.err()).isEmpty();
    }

    @Test
    @Tag("stress")
    void theFolderTellsWhichOfTwo() throws IOException, InterruptedException {
        Shell.Result said = test("two/SumTest");

        assertThat(said.exit()).as(said.out()).isZero();
        assertThat(said.out()).contains("1 class in lb-server", "passed: 1, ");
    }

    @Test
    void whatFailedIsToldWithItsLine() throws IOException, InterruptedException {
        Shell.Result said = test("FailingTest");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out().lines())
                .satisfiesExactly(
                        what -> assertThat(what).startsWith("FailingTest: 1 class"),
                        failure -> assertThat(failure).matches("FailingTest\\.fails:8 expected: <4> but was: <5>"),
                        end -> assertThat(end).startsWith("failed: 1, passed: 1, in "));
        assertThat(checkout.resolve("target/test.log")).content().contains("AssertionFailedError");
    }

    @Test
    @Tag("stress")
    void longCasesAreAskedForByTheirProfile() throws IOException, InterruptedException {
        Shell.Result said = test("LongTest");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out()).contains("no test ran in ", "-Pstress");
        assertThat(test("LongTest", "-Pstress").out()).contains("passed: 1, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SomTest       | there is no test SomTest, did you mean SumTest?",
                "sum           | there is no test sum, did you mean SumIT?",
                "Unlike        | there is no test Unlike",
                "SumIT#add     | SumIT has no method add, did you mean adds?",
                "three/SumIT   | there is no test three/SumIT; SumIT lies in integration-tests/src/test/java/dev/fairlead/one",
                "Helper        | integration-tests/src/test/java/dev/fairlead/one/Helper.java is no test; the name of one ends in"
                        + " Test or IT",
                "#adds         | \"#adds\" names no class, expected one such as DurationTextTest",
            })
    void whatIsNotThereIsOneSentence(String name, String sentence) throws IOException, InterruptedException {
        Shell.Result said = test(name);

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isEqualTo("bin/test: " + sentence + "\n");
    }

    /** The script itself says so, in this checkout: a class that is there has no such method, and nothing is run. */
    @Test
    void everyExampleInTheDocumentsIsThere() throws IOException, InterruptedException {
        Pattern example = Pattern.compile("bin/test ((?:\\w+/)*\\w+(?:Test|IT))\\b");
        int examples = 0;
        for (String page : new String[] {"README.md", "CONTRIBUTING.md", "docs/simulation/README.md"}) {
            Matcher found = example.matcher(Files.readString(ROOT.resolve(page)));
            for (; found.find(); examples++) {
                assertThat(new Shell(temp)
                                .run(ROOT.resolve("bin/test"), found.group(1) + "#zzzzzz")
                                .err())
                        .as(page)
                        .isEqualTo("bin/test: " + found.group(1).replaceFirst(".*/", "") + " has no method zzzzzz\n");
            }
        }
        assertThat(examples).isGreaterThan(4);
    }
}

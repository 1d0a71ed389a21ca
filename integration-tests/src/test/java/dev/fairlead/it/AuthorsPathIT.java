package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/write-a-strategy.md does what it says, in a fresh folder of the unpacked archive and with a JDK alone. */
class AuthorsPathIT {

    private static final Path PAGE = Path.of("../docs/write-a-strategy.md");

    /** All that the commands and the example's build use beside a shell and the JDK. */
    private static final List<String> TOOLS = List.of("cat", "cp", "dirname", "mkdir", "rm");

    @TempDir
    private Path temp;

    @Test
    void commandsLeadToAJarThatKeepsTheContract() throws IOException, InterruptedException {
        Path home = Distribution.unpackInto(Files.createDirectory(temp.resolve("unpacked")));
        Path folder = Files.createDirectory(home.resolve("my-strategy"));
        List<String> commands = commands();
        assertThat(commands).hasSizeBetween(5, 9);
        StringBuilder said = new StringBuilder();

        try (ShellSession session = new ShellSession(folder, jdkAlone())) {
            for (String command : commands) {
                ShellSession.Answer answer = session.type(command);
                assertThat(answer.exit()).as("%s\n%s", command, answer.said()).isZero();
                said.append(answer.said());
            }
        }

        assertThat(said).contains("lottery keeps the contract");
        try (JarFile jar = new JarFile(folder.resolve("lottery.jar").toFile())) {
            assertThat(jar.stream().map(JarEntry::getName))
                    .contains("Lottery.class", "META-INF/services/" + StrategyProvider.class.getName());
        }
    }

    @Test
    void exampleIsTestedAndKeepsTheContract() throws IOException, InterruptedException {
        Path home = Distribution.unpackInto(Files.createDirectory(temp.resolve("unpacked")));

        try (ShellSession session = new ShellSession(home.resolve("spi/example-strategy"), jdkAlone())) {
            ShellSession.Answer answer = session.type("./build .. 7");

            assertThat(answer.exit()).as(answer.said()).isZero();
            assertThat(answer.said()).contains("all tests passed", "zone_aware keeps the contract");
        }
        try (JarFile jar = new JarFile(
                home.resolve("spi/example-strategy/target/zone-aware.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Implementation-Version"))
                    .isEqualTo("7");
            assertThat(jar.getManifest().getMainAttributes().getValue("Fairlead-SPI-Version"))
                    .isEqualTo(Distribution.version());
        }
    }

    private Map<String, String> jdkAlone() throws IOException {
        Path jdk = Path.of(System.getProperty("java.home"));
        return Map.of(
                "PATH", Shell.tools(temp.resolve("tools"), TOOLS) + ":" + jdk.resolve("bin"),
                "JAVA_HOME", jdk.toString(),
                "HOME", temp.toString());
    }

    /** What stands in the shell blocks of the first section; a command ends with its line, or where its text does. */
    private static List<String> commands() throws IOException {
        String page = Files.readString(PAGE);
        String section = page.split("\n## ", -1)[1];
        List<String> commands = new ArrayList<>();
        String[] blocks = section.split("```", -1);
        for (int i = 1; i < blocks.length; i += 2) {
            if (blocks[i].startsWith("sh\n")) {
                Iterator<String> lines = blocks[i].lines().skip(1).iterator();
                while (lines.hasNext()) {
                    commands.add(command(lines.next(), lines));
                }
            }
        }
        return commands;
    }

    private static String command(String first, Iterator<String> rest) {
        StringBuilder command = new StringBuilder(first);
        if (first.endsWith("<<'END'")) {
            String line;
            do {
                line = rest.next();
                command.append('\n').append(line);
            } while (!line.equals("END"));
        }
        return command.toString();
    }
}

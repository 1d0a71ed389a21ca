package dev.fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.it.support.LbCtl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/write-a-strategy.md does what it says, in a fresh folder of the unpacked archive and with a JDK alone. */
class AuthorsPathIT {

    private static final Path PAGE = Path.of("../docs/write-a-strategy.md");

    /** All that the commands and the launchers use beside a shell and the JDK. */
    private static final List<String> TOOLS = List.of("cat", "dirname", "head", "mkdir", "readlink", "sed");

    /** Where the demo serves, if nobody else did. */
    private static final String USUAL = "http://127.0.0.1:8080/";

    private static final Pattern SERVED = Pattern.compile("traffic +(http://\\S+/)");

    @TempDir
    private Path temp;

    @Test
    void fewerThanTenCommandsLeadToRoutedTraffic() throws IOException, InterruptedException {
        Path home = Distribution.unpackInto(Files.createDirectory(temp.resolve("unpacked")));
        Path folder = Files.createDirectory(home.resolve("my-strategy"));
        Path jdk = Path.of(System.getProperty("java.home"), "bin");
        Map<String, String> environment = Map.of(
                "PATH", Shell.tools(temp.resolve("tools"), TOOLS) + ":" + jdk,
                "JAVA_HOME", jdk.getParent().toString(),
                "HOME", temp.toString(),
                "FAIRLEAD_RUNTIME_DIR", temp.resolve("run").toString());
        List<String> commands = commands();
        assertThat(commands).hasSizeBetween(5, 9);

        try (ShellSession session = new ShellSession(folder, environment)) {
            String served = USUAL;
            String said = "";
            for (String command : commands) {
                ShellSession.Answer answer = session.type(command.replace(USUAL, served));
                assertThat(answer.exit()).as("%s\n%s", command, answer.said()).isZero();
                said = answer.said();
                if (command.endsWith("&")) {
                    served = session.await("the demo serves", SERVED).group(1);
                }
            }

            assertThat(said).as("the last command").containsPattern("\n200 +1000\n");
            LbCtl plugins =
                    LbCtl.run(environment, "plugins", "list", "-o", "json").ok();
            assertThat(plugins.json().getConfigList("plugins")).singleElement().satisfies(plugin -> {
                assertThat(plugin.getStringList("strategies")).containsExactly("lottery");
                assertThat(plugin.getStringList("pools")).containsExactly("default");
                assertThat(plugin.hasPath("errors") ? plugin.getString("errors") : "0")
                        .isEqualTo("0");
                verifyAsOperator(environment, home.resolve("plugins"), plugin.getString("name"));
            });
        }
    }

    /** The running server tries them out in a process of its own: one that it has, and one that it has never seen. */
    private void verifyAsOperator(Map<String, String> environment, Path plugins, String name) throws IOException {
        LbCtl passed =
                LbCtl.run(environment, "plugins", "verify", name, "-o", "json").ok();
        assertThat(passed.json().getConfigList("checks"))
                .hasSizeGreaterThan(10)
                .allSatisfy(check -> assertThat(check.getBoolean("passed")).isTrue());

        Path broken = withoutClasses(plugins.resolve(name + ".jar"));
        LbCtl failed = LbCtl.run(environment, "plugins", "verify", broken.toString());
        assertThat(failed.exit()).as(failed.toString()).isEqualTo(1);
        assertThat(failed.out()).containsPattern(" no +\\S.*Lottery");
        assertThat(failed.err()).contains("does not pass");
        assertThat(LbCtl.run(environment, "plugins", "list", "-o", "name").out())
                .as("it is not kept")
                .isEqualTo(name + "\n");
    }

    /** The same jar, which promises a strategy and does not bring it. */
    private Path withoutClasses(Path jar) throws IOException {
        Path broken = temp.resolve("broken.jar");
        try (ZipFile whole = new ZipFile(jar.toFile());
                ZipOutputStream rest = new ZipOutputStream(Files.newOutputStream(broken))) {
            for (ZipEntry entry : Collections.list(whole.entries())) {
                if (!entry.getName().endsWith(".class")) {
                    rest.putNextEntry(new ZipEntry(entry.getName()));
                    whole.getInputStream(entry).transferTo(rest);
                }
            }
        }
        return broken;
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

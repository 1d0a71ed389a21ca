package dev.fairlead.server.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.commandline.Flags;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.RandomSettings;
import dev.fairlead.server.desired.Schema;
import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Holds what users read against what the code does. */
class DocumentationTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/configuration.md"));
    }

    /**
     * The tables are what the settings say of themselves. After a change of those, {@code -Dfairlead.docs.update=true} writes
     * them again.
     */
    @Test
    void theTablesAreWhatTheSettingsSay() throws IOException {
        List<String> lines = new ArrayList<>(document().lines().toList());
        replaceTable(lines, "## The server", SettingsPages.server());
        replaceTable(lines, "## A pool", SettingsPages.pool());
        replaceTable(lines, "### Backends", SettingsPages.backend());
        replaceTable(lines, "## Routes", SettingsPages.route());
        replaceTable(lines, "## Rate limits", SettingsPages.rateLimit());

        hold(ROOT.resolve("docs/configuration.md"), String.join("\n", lines) + "\n");
    }

    @Test
    void theReferenceIsWhatTheSettingsSay() throws IOException {
        hold(ROOT.resolve("docs/reference.conf"), SettingsPages.reference());
    }

    private static void replaceTable(List<String> lines, String heading, List<String> rows) {
        int from = lines.subList(lines.indexOf(heading), lines.size()).indexOf("|---|---|---|---|")
                + lines.indexOf(heading)
                + 1;
        int to = from;
        while (lines.get(to).startsWith("|")) {
            to++;
        }
        List<String> table = lines.subList(from, to);
        table.clear();
        table.addAll(rows);
    }

    private static void hold(Path file, String text) throws IOException {
        if (Boolean.getBoolean("fairlead.docs.update")) {
            Files.writeString(file, text);
        }
        assertThat(file).hasContent(text);
    }

    /** A reload refuses just what is said to need a restart. */
    @Test
    void whatNeedsARestartIsWhatAReloadRefuses() throws Exception {
        ConfigParser parser = new ConfigParser(new Surroundings(ROOT, null, Map.of()), boot -> StrategyCheck.NONE);
        BootSettings boot = parser.parse(new byte[0], "x.conf", null).boot();
        List<String> restart = Stream.of(BootSettings.class, Frontend.class, Pool.class)
                .flatMap(record -> Schema.of(record).settings().entrySet().stream())
                .filter(setting -> setting.getValue().setting().restart())
                .map(setting -> "lb." + setting.getKey())
                .toList();

        assertThat(boot.changedKeys(new RandomSettings(new SplittableRandom(1)).unlike(boot)))
                .containsExactlyInAnyOrderElementsOf(restart);
    }

    @Test
    void everyFlagIsExplained() throws IOException {
        List<String> flags = new CommandLine(new Flags())
                .getCommandSpec().optionsMap().keySet().stream()
                        .map(flag -> "`" + flag)
                        .toList();

        assertThat(flags).hasSizeGreaterThan(15);
        assertThat(document()).contains(flags);
    }

    @Test
    void everyBuiltInStrategyIsNamed() throws IOException {
        List<String> names = ServiceLoader.load(StrategyProvider.class).stream()
                .map(provider -> "`" + provider.get().name() + "`")
                .toList();

        assertThat(names).hasSizeGreaterThan(4);
        assertThat(document()).contains(names);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"minimal.conf", "fairlead.conf", "fairlead.json", "fairlead.yaml", "simple.json", "simple.yaml"})
    void everyExampleWorks(String name) throws InvalidConfigException {
        ConfigParser parser = new ConfigParser(new Surroundings(ROOT, null, Map.of()), boot -> StrategyCheck.NONE);

        ServerConfig config = parser.read(ROOT.resolve("conf").resolve(name));

        Pool pool = config.desired().pool("default").orElseThrow();
        assertThat(pool.backends())
                .extracting("address")
                .containsExactly("127.0.0.1:3001", "127.0.0.1:3002", "127.0.0.1:3003");
        assertThat(config.desired().frontend().listen().port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fairlead.json", "fairlead.yaml"})
    void theCompleteExampleSaysTheSameInEachSyntax(String name) throws InvalidConfigException {
        ConfigParser parser = new ConfigParser(new Surroundings(ROOT, null, Map.of()), boot -> StrategyCheck.NONE);
        ServerConfig hocon = parser.read(ROOT.resolve("conf/fairlead.conf"));

        ServerConfig other = parser.read(ROOT.resolve("conf").resolve(name));

        assertThat(other).isEqualTo(hocon);
    }
}

package dev.fairlead.server.config.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.config.BootSettings;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.commandline.Flags;
import dev.fairlead.server.config.document.Node;
import dev.fairlead.server.config.document.Node.Fields;
import dev.fairlead.server.config.document.Node.Items;
import dev.fairlead.server.config.document.Node.Scalar;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Holds what users read against what the code does. */
class DocumentationTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private final Reference reference = Reference.load();

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/configuration.md"));
    }

    /** The beginning of each key's row: {@code | `key` | `default` |}. */
    private static List<String> rows(String prefix, Fields fields) {
        List<String> rows = new ArrayList<>();
        fields.fields().forEach((key, node) -> {
            String path = prefix + key;
            if (path.equals("pools")) {
                return;
            } else if (node instanceof Fields block && !block.fields().isEmpty()) {
                rows.addAll(rows(path + ".", block));
            } else {
                rows.add("| `" + path + "` | `" + text(node) + "` | ");
            }
        });
        return rows;
    }

    private static String text(Node node) {
        if (node instanceof Scalar scalar) {
            return scalar.text().isEmpty() ? "\"\"" : scalar.text();
        } else if (node instanceof Items items) {
            return items.items().stream().map(DocumentationTest::text).collect(Collectors.joining(", ", "[", "]"));
        }
        return "{}";
    }

    @Test
    void everyKeyHasItsRowWithItsDefault() throws IOException {
        List<String> expected = rows("", reference.lb());
        expected.addAll(rows("", reference.pool()));
        expected.addAll(rows("", reference.backend()));

        assertThat(expected).hasSizeGreaterThan(50);
        assertThat(document()).contains(expected);
    }

    @Test
    void theTablesSayRestartWhereAReloadWouldRefuse() throws Exception {
        List<String> restart = document()
                .lines()
                .filter(line -> line.contains("` | restart | "))
                .map(line -> "lb." + line.substring(3, line.indexOf('`', 3)))
                .toList();
        ConfigParser parser = new ConfigParser(new Surroundings(ROOT, null, Map.of()), boot -> StrategyCheck.NONE);
        BootSettings defaults = parser.parse(new byte[0], "x.conf", null).boot();
        Path other = ROOT.resolve("x");
        BootSettings different = new BootSettings(
                1,
                other,
                new BootSettings.Plugins(
                        true, Set.of("f".repeat(64)), Set.of(BootSettings.Call.EXIT), BootSettings.Upload.OFF),
                other,
                new BootSettings.Control(defaults.admin(), other, other, other, other, true, true, true),
                defaults.control().listen());

        assertThat(defaults.changedKeys(different)).containsExactlyInAnyOrderElementsOf(restart);
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
}

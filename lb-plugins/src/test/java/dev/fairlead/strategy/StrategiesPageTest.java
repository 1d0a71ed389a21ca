package dev.fairlead.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.testkit.FakeContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code docs/strategies.md} says is what the strategies are. */
class StrategiesPageTest {
    private static final Path DOCS = Path.of("..", "docs");

    private final String page = Files.readString(DOCS.resolve("strategies.md"));

    StrategiesPageTest() throws IOException {}

    @Test
    void everyStrategyIsExplained() {
        assertThat(Builtin.all()).allSatisfy(provider -> assertThat(page).contains("\n**`" + provider.name() + "`** "));
    }

    @Test
    void everyOptionIsInTheTable() {
        Builtin.all().forEach(provider -> {
            FakeContext context = FakeContext.seeded(1);
            provider.create(context);
            assertThat(context.options().asked().keySet())
                    .allSatisfy(option -> assertThat(page).contains("| `" + option + "` | "));
        });
    }

    @Test
    void figuresAreThoseOfTheSimulation() throws IOException {
        String report = Files.readString(DOCS.resolve("simulation").resolve("README.md"));
        String[] rows = report.lines().filter(line -> line.startsWith("| ")).toArray(String[]::new);

        assertThat(rows).hasSizeGreaterThan(20);
        assertThat(page.lines()).contains(rows);
    }
}

package dev.fairlead.spi.testkit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.StrategyContext;
import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KitTest {
    private final StringWriter out = new StringWriter();

    @Test
    void verifySaysWhatIsBroken() throws IOException {
        assertThat(kit(new AlwaysFirst()).run("verify")).isEqualTo(1);
        assertThat(out.toString())
                .contains("always_first breaks it")
                .contains("BROKEN  prefers an endpoint that was not tried");
    }

    @Test
    void simulateWritesTheReport(@TempDir Path folder) throws IOException {
        assertThat(kit(new AlwaysFirst())
                        .run("simulate", folder.resolve("report").toString()))
                .isZero();
        assertThat(Files.readString(folder.resolve("report/README.md"))).contains("| always_first |");
    }

    @Test
    void withoutAStrategyItSaysWhereToNameIt() throws IOException {
        assertThat(new Kit(List.of(), new PrintWriter(out, true)).run("verify")).isEqualTo(2);
        assertThat(out.toString()).contains("META-INF/services/dev.fairlead.spi.StrategyProvider");
    }

    @Test
    void anythingElseIsAnsweredWithTheUsage() throws IOException {
        assertThat(kit(new AlwaysFirst()).run("simulate")).isEqualTo(2);
        assertThat(out.toString()).startsWith("usage: verify");
    }

    private Kit kit(StrategyProvider provider) {
        return new Kit(List.of(provider), new PrintWriter(out, true));
    }

    private static final class AlwaysFirst implements StrategyProvider {
        @Override
        public String name() {
            return "always_first";
        }

        @Override
        public Strategy create(StrategyContext context) {
            return pool -> request -> pool.endpoint(0);
        }
    }
}

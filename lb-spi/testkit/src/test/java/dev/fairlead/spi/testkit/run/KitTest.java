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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KitTest {
    private final StringWriter out = new StringWriter();

    @Test
    void verifySaysWhatIsBroken() throws IOException {
        assertThat(kit(new AlwaysFirst()).run("verify")).isEqualTo(1);
        assertThat(out.toString())
                .contains("BROKEN  prefers an endpoint not yet tried")
                .contains("always_first breaks the contract in ")
                .contains("--share none");
    }

    @Test
    void whoeverPromisesNoSharesIsNotHeldToThem() throws IOException {
        kit(new AlwaysFirst()).run("verify", "--share", "none");

        assertThat(out.toString()).contains("-       gives each endpoint its share: no share is promised");
    }

    @Test
    void scriptsReadAnObjectOnEachLine() throws IOException {
        assertThat(kit(new AlwaysFirst())
                        .run("verify", "--json", "--check", "members-only", "--check", "tried-avoided"))
                .isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "{\"strategy\":\"always_first\",\"check\":\"members-only\",\"verdict\":\"kept\","
                                + "\"duty\":\"returns an endpoint of its own pool\","
                                + "\"detail\":\"6000 choices from pools of 1 to 10,000 endpoints\"}",
                        "{\"strategy\":\"always_first\",\"check\":\"tried-avoided\",\"verdict\":\"broken\","
                                + "\"duty\":\"prefers an endpoint not yet tried\",\"detail\":\"answered a, which the "
                                + "request had already tried, while others of [a, b] were untried: GET /item/0 from 10.0.0.0, "
                                + "tried [a]\"}",
                        "{\"done\":true,\"strategies\":1,\"broken\":1}");
    }

    @Test
    void whatIsThrownMayHoldAnything() {
        assertThat(JsonFindingWriter.text("a \"b\" \\ ä\n\u2028\0"))
                .isEqualTo("\"a \\\"b\\\" \\\\ \\u00e4\\n\\u2028\\u0000\"");
    }

    @Test
    void strategyThatDoesNotComeToBeIsTriedNoFurther() throws IOException {
        assertThat(kit(new AlwaysFirst()).run("verify", "--option", "colour=red"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains(
                        "BROKEN  has a name and can be created: was given colour but did not read it; it reads no option")
                .contains("always_first breaks the contract in 1 of 1");
    }

    @Test
    void checksHaveWordsThatScriptsRelyOn() throws IOException {
        assertThat(kit().run("checks")).isZero();
        assertThat(out.toString().lines().map(line -> line.substring(0, line.indexOf(':'))))
                .containsExactly(
                        "created",
                        "options",
                        "members-only",
                        "fair-share",
                        "nobody-starves",
                        "tried-avoided",
                        "score-explains",
                        "affinity-holds",
                        "state-kept",
                        "changes-under-threads",
                        "late-outcomes",
                        "memento",
                        "cursor-overflow",
                        "clock-overflow",
                        "no-allocation",
                        "seed-repeats");
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
        assertThat(kit().run("verify")).isEqualTo(2);
        assertThat(out.toString()).contains("META-INF/services/dev.fairlead.spi.StrategyProvider");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "simulate                     | simulate needs a folder",
                "prove                        | prove is not a command",
                "verify --fast                | --fast is not valid here",
                "verify --share               | --share needs a value",
                "verify --share half          | --share is half, expected weight, equal or none",
                "verify --tolerance much      | --tolerance is much, expected a number such as 10%",
                "verify --patience 0          | --patience is 0, expected more than 0",
                "verify --option decay        | --option is decay, expected KEY=VALUE",
                "verify --strategy p2c        | there is no strategy p2c on the class path; available: always_first",
                "verify --check speed         | there is no check speed; available: created, options, ",
            })
    void whatIsNotUnderstoodIsSaidInASentence(String line, String sentence) throws IOException {
        assertThat(kit(new AlwaysFirst()).run(line.split(" ", -1))).isEqualTo(2);
        assertThat(out.toString()).startsWith(sentence);
    }

    private Kit kit(StrategyProvider... providers) {
        return new Kit(
                patience -> FoundStrategies.of(List.of(providers), List.of(), patience), new PrintWriter(out, true));
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

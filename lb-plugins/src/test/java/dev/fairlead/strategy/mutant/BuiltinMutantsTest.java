package dev.fairlead.strategy.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.contract.Finding;
import dev.fairlead.strategy.Builtin;
import dev.fairlead.strategy.Contracts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the kit is worth against the real strategies: each of them is spoilt on purpose in its source, in every way that
 * it can be, and the kit must find out. Beside each mutant the source as it is, compiled in the same way, must pass the
 * same check; so it is the mistake that was found and nothing else.
 */
class BuiltinMutantsTest {
    private static final List<Mutant> MUTANTS = Stream.of(
                    RotationMutants.all(), LoadMutants.all(), HashMutants.all(), OtherMutants.all())
            .flatMap(List::stream)
            .toList();
    private static final List<Exemption> EXEMPTIONS = Stream.of(
                    LoadMutants.exemptions(), HashMutants.exemptions(), OtherMutants.exemptions())
            .flatMap(List::stream)
            .toList();

    private static Workshop workshop;

    @BeforeAll
    static void open() throws IOException {
        workshop = new Workshop();
    }

    @AfterAll
    static void close() throws IOException {
        workshop.close();
    }

    @TestFactory
    Stream<DynamicTest> kitFindsTheMistake() {
        return MUTANTS.stream()
                .map(mutant -> dynamicTest(mutant.toString(), () -> {
                    Finding finding = find(workshop.spoilt(mutant), mutant.check());
                    assertThat(finding.kept()).as(finding.toString()).isFalse();
                }));
    }

    @TestFactory
    Stream<DynamicTest> sourceAsItIsPassesTheSameCheck() {
        return MUTANTS.stream()
                .map(mutant -> List.of(mutant.strategy(), mutant.check()))
                .distinct()
                .map(both -> dynamicTest(String.join(", ", both), () -> {
                    Finding finding = find(workshop.sound(both.get(0)), both.get(1));
                    assertThat(finding.kept()).as(finding.toString()).isTrue();
                }));
    }

    private static Finding find(StrategyProvider provider, String check) {
        return Contracts.of(provider).check(check).run();
    }

    /** For each strategy and each kind there is a mutant, or a reason why there cannot be one; and never both. */
    @Test
    void nobodyIsLeftOut() {
        Builtin.all().map(StrategyProvider::name).forEach(name -> {
            for (Kind kind : Kind.values()) {
                long exemptions = EXEMPTIONS.stream()
                        .filter(exempt -> exempt.strategy().equals(name) && exempt.kind() == kind)
                        .count();
                assertThat(exemptions).as("%s, %s", name, kind).isEqualTo(mutants(name, kind) == 0 ? 1 : 0);
            }
        });
    }

    @Test
    void pageSaysHowManyThereAre() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "strategies.md"));
        Builtin.all().map(StrategyProvider::name).forEach(name -> {
            String counts = Stream.of(Kind.values())
                    .map(kind -> mutants(name, kind) == 0 ? "–" : String.valueOf(mutants(name, kind)))
                    .collect(Collectors.joining(" | "));
            assertThat(page).contains("\n| `" + name + "` | " + counts + " |\n");
        });
        assertThat(EXEMPTIONS)
                .allSatisfy(exempt -> assertThat(page.replaceAll("\\s+", " "))
                        .as("%s, %s", exempt.strategy(), exempt.kind())
                        .contains(exempt.reason()));
    }

    private static long mutants(String strategy, Kind kind) {
        return MUTANTS.stream()
                .filter(mutant -> mutant.strategy().equals(strategy) && mutant.kind() == kind)
                .count();
    }
}

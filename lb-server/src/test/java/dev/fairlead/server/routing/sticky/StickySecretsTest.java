package dev.fairlead.server.routing.sticky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.desired.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StickySecretsTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("secrets"), text);
    }

    @Test
    void aSecretALineAndTheRestDoesNotCount() throws IOException {
        StickySecrets secrets =
                StickySecrets.load(file("# rotated in May\n\n  first-secret-of-ours \r\nsecond secret of ours\n"));

        assertThat(secrets).hasToString("2 secrets");
        assertThat(secrets)
                .isEqualTo(StickySecrets.load(file("first-secret-of-ours\nsecond secret of ours")))
                .isNotEqualTo(StickySecrets.load(file("second secret of ours\nfirst-secret-of-ours")));
    }

    @Test
    void everyBadLineIsNamedAndNoSecretRepeated() throws IOException {
        Path file = file("hunter2\nlong-enough-to-be-used\n\nx\n");

        assertThatThrownBy(() -> StickySecrets.load(file))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("sticky-secret-file: " + file + ":1: has 7 characters, expected a secret of 16")
                .hasMessageContaining(file + ":4: has 1 character, expected")
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining("long-enough");
    }

    @Test
    void aFileThatIsNoListOfSecretsIsRefusedWithASentence() throws IOException {
        assertRefused(file("# nothing\n\n"), "has no secret, expected one or more lines");
        assertRefused(file("a".repeat(65 * 1024)), "is larger than 64KiB");
        assertRefused(
                file(IntStream.range(0, 101)
                        .mapToObj(i -> "secret-number-" + (1000 + i))
                        .collect(Collectors.joining("\n"))),
                "has 101 secrets, expected at most 100");
        assertRefused(Files.write(folder.resolve("binary"), new byte[] {(byte) 0xc3, 0x28}), "is not text");
        assertRefused(folder.resolve("missing"), "cannot be read (NoSuchFileException)");
        assertRefused(folder, "cannot be read");
    }

    private static void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> StickySecrets.load(file))
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining(file + ": " + sentence);
    }

    @Test
    void oneIsMadeOnceAndOnlyItsOwnerReadsIt() throws IOException {
        StickySecrets made = StickySecrets.keptIn(folder, new SplittableRandom(1));
        StickySecrets afterRestart = StickySecrets.keptIn(folder, new SplittableRandom(2));

        assertThat(afterRestart).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("sticky-secret"))))
                .isEqualTo("rw-------");
        assertThat(folder.toFile().list()).containsExactly("sticky-secret");
    }

    @Test
    void whatAStopInBetweenLeftIsInNobodysWay() throws IOException {
        Files.writeString(folder.resolve(".sticky-secret.tmp"), "half");

        StickySecrets made = StickySecrets.keptIn(folder, new SplittableRandom(1));

        assertThat(StickySecrets.keptIn(folder, new SplittableRandom(2))).isEqualTo(made);
        assertThat(folder.toFile().list()).containsExactly("sticky-secret");
    }

    @Test
    void withoutAFolderItEndsWithTheProcess() {
        assertThat(StickySecrets.inMemory(new SplittableRandom(1)))
                .isNotEqualTo(StickySecrets.inMemory(new SplittableRandom(2)));
    }
}

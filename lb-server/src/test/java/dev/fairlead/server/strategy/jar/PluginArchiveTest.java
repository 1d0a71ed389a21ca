package dev.fairlead.server.strategy.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginArchiveTest {

    @TempDir
    private Path folder;

    @Test
    void aJarSaysWhatItIs() throws Exception {
        Path file = TestJar.strategy("acme")
                .attribute("Implementation-Version", "1.2.3")
                .attribute("Fairlead-SPI-Version", "0.1")
                .writeTo(folder.resolve("acme.jar"));
        PluginArchive archive = PluginArchive.read(file);
        assertThat(archive.label().version()).isEqualTo("1.2.3");
        assertThat(archive.label().spiVersion()).isEqualTo("0.1");
        assertThat(archive.label().sha256())
                .matches("[0-9a-f]{64}")
                .isEqualTo(JarBytes.digest(Files.readAllBytes(file)));
    }

    @Test
    void aFolderIsAJarWithItsLibraries() throws Exception {
        TestJar.strategy("acme").attribute("Implementation-Version", "2").writeTo(folder.resolve("b-acme.jar"));
        TestJar.empty()
                .attribute("Implementation-Version", "library")
                .file("x.txt", "x")
                .writeTo(folder.resolve("a-library.jar"));
        Files.writeString(folder.resolve("README.md"), "not a jar");
        PluginArchive archive = PluginArchive.read(folder);
        assertThat(archive.jars()).extracting(JarBytes::name).containsExactly("a-library.jar", "b-acme.jar");
        assertThat(archive.label().version()).isEqualTo("2");
        assertThat(archive.label().sha256()).isNotIn(archive.jars().stream().map(JarBytes::sha256));
    }

    @Test
    void whatIsNoJarIsToldFromWhatIsPartOfOne() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "hello");
        byte[] whole = TestJar.strategy("acme").bytes();
        Path part = Files.write(folder.resolve("part.jar"), Arrays.copyOf(whole, whole.length / 2));
        Path empty = Files.createFile(folder.resolve("empty.jar"));

        assertThatThrownBy(() -> PluginArchive.read(text))
                .isInstanceOf(UnusableJar.class)
                .hasMessageStartingWith("text.jar is not a jar");
        assertThatThrownBy(() -> PluginArchive.read(part))
                .hasMessageStartingWith("part.jar is damaged, or only a part of a jar");
        assertThatThrownBy(() -> PluginArchive.read(empty)).hasMessageStartingWith("empty.jar is not a jar");
        assertThatThrownBy(() -> PluginArchive.read(folder.resolve("none.jar")))
                .hasMessageStartingWith("none.jar cannot be read");
    }

    @Test
    void aDamagedEntryIsNotLoaded() throws IOException {
        byte[] damaged = TestJar.strategy("acme")
                .file("a.txt", "some text in it".repeat(50))
                .bytes();
        int at = indexOf(damaged, "a.txt".getBytes(UTF_8)) + 10;
        damaged[at] ^= 0x55;
        assertThatThrownBy(() -> PluginArchive.read(Files.write(folder.resolve("bent.jar"), damaged)))
                .hasMessageStartingWith("bent.jar is damaged");
    }

    @Test
    void aJarWithoutAStrategyIsToldWhatIsMissing() throws IOException {
        Path file = TestJar.empty().file("x.txt", "x").writeTo(folder.resolve("plain.jar"));
        assertThatThrownBy(() -> PluginArchive.read(file))
                .hasMessage("names no strategy: there is no META-INF/services/dev.fairlead.spi.StrategyProvider"
                        + " in plain.jar");
    }

    @Test
    void whatUnpacksToVeryMuchIsNotUnpacked() throws IOException {
        TestJar bomb = TestJar.strategy("acme");
        String zeros = "0".repeat(JarContent.LIMIT / 2 + 1);
        bomb.file("a", zeros).file("b", zeros);
        Path file = bomb.writeTo(folder.resolve("bomb.jar"));
        assertThat(file)
                .isRegularFile()
                .satisfies(small -> assertThat(Files.size(small)).isLessThan(JarBytes.LIMIT));
        assertThatThrownBy(() -> PluginArchive.read(file))
                .hasMessage("bomb.jar unpacks to more than 128 MiB, the most that this server has memory for");
    }

    @Test
    void theManifestOfANewerSpiIsRefused() throws Exception {
        SpiVersion host = SpiVersion.parse("1.2.0");
        host.check("");
        host.check("1.0");
        host.check("1.2.0");
        assertThatThrownBy(() -> host.check("1.3"))
                .hasMessage("needs version 1.3 of the interfaces, but this load balancer has 1.2.0; update it, or build"
                        + " the jar against 1.2.0");
        assertThatThrownBy(() -> host.check("0.9"))
                .hasMessage("was built for version 0.9 of the interfaces, but this load balancer has 1.2.0; rebuild"
                        + " it");
        assertThatThrownBy(() -> host.check("latest"))
                .hasMessageContaining("\"latest\" is not a version, expected one such as 0.1.0");
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i < bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not in it");
    }
}

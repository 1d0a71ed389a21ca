package dev.fairlead.server.strategy.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeScanTest {

    @ParameterizedTest
    @CsvSource({
        "System.exit(1);, exit, acme.Acme calls System.exit",
        "Runtime.getRuntime().halt(1);, exit, acme.Acme calls Runtime.halt",
        "Runtime.getRuntime().exit(1);, exit, acme.Acme calls Runtime.exit",
        "Runnable end = () -> System.exit(1);, exit, acme.Acme calls System.exit",
        "java.util.function.IntConsumer end = System::exit;, exit, acme.Acme calls System.exit",
        "System.loadLibrary(\"x\");, native, acme.Acme calls System.loadLibrary",
        "System.load(\"/x\");, native, acme.Acme calls System.load",
        "Runtime.getRuntime().load(\"/x\");, native, acme.Acme calls Runtime.load",
    })
    void callsThatEndTheProcessAreFound(String statement, String permission, String found) throws Exception {
        PluginArchive archive = archive(TestJar.strategy("acme", "", statement, ""));
        assertThatThrownBy(() -> CodeScan.check(archive, Set.of()))
                .isInstanceOf(UnusableJar.class)
                .hasMessage(
                        found + ", which could end the load balancer's process; allow it with lb.plugins.allow-calls"
                                + " = [ " + permission + " ]");
        CodeScan.check(archive, Set.of(DangerousCode.EXIT, DangerousCode.NATIVE));
    }

    @Test
    void nativeMethodsAreFound() throws Exception {
        PluginArchive archive = archive(TestJar.strategy("acme")
                .with(
                        "acme.Fast",
                        "package acme; class Fast { int x; long y = 1L << 40; native int hash(byte[] b); }"));
        assertThatThrownBy(() -> CodeScan.check(archive, Set.of(DangerousCode.EXIT)))
                .hasMessageStartingWith("acme.Fast has the native method hash, which");
        CodeScan.check(archive, Set.of(DangerousCode.NATIVE));
    }

    @Test
    void manyPlacesAreCounted() throws Exception {
        TestJar jar = TestJar.strategy("acme");
        for (String type : List.of("A", "B", "C", "D", "E")) {
            jar.with("acme." + type, "package acme; class " + type + " { void end() { System.exit(0); } }");
        }
        PluginArchive archive = archive(jar);
        assertThatThrownBy(() -> CodeScan.check(archive, Set.of()))
                .hasMessageStartingWith(
                        "acme.A calls System.exit, acme.B calls System.exit, acme.C calls System.exit and 2 more, which");
    }

    @Test
    void anOrdinaryJarPasses() throws Exception {
        CodeScan.check(archive(TestJar.strategy("acme").file("acme/odd.txt", "not a class file")), Set.of());
    }

    @Test
    void whatCannotBeReadIsRefused() throws Exception {
        byte[] sound =
                CodeScanTest.class.getResourceAsStream("CodeScanTest.class").readAllBytes();
        byte[] later = sound.clone();
        later[6] = 1;
        byte[] unknown = sound.clone();
        unknown[10] = 99;
        byte[] longer = Arrays.copyOf(sound, sound.length + 1);
        for (byte[] odd : List.of(
                "not a class file".getBytes(UTF_8),
                later,
                unknown,
                longer,
                Arrays.copyOf(sound, sound.length - 5),
                new byte[0])) {
            assertThatThrownBy(() ->
                            CodeScan.check(archive(TestJar.strategy("acme").file("acme/Odd.class", odd)), Set.of()))
                    .isInstanceOf(UnusableJar.class)
                    .hasMessageStartingWith("acme.Odd cannot be read (")
                    .hasMessageEndingWith("), expected classes that this JDK can run");
        }
    }

    @Test
    void whatUnpacksToMoreThanThereIsRoomForIsRefusedBeforeItIsKept() throws Exception {
        byte[] zeros = new byte[2 << 20];
        for (String path : List.of(
                "META-INF/MANIFEST.MF", "META-INF/A.SF", "META-INF/services/" + StrategyProvider.class.getName())) {
            assertThatThrownBy(() -> archive(TestJar.strategy("acme").file(path, zeros)))
                    .isInstanceOf(UnusableJar.class)
                    .hasMessage("acme.jar has a " + path + " of more than 1 MiB");
        }
        TestJar bomb = TestJar.strategy("acme");
        byte[] large = new byte[16 << 20];
        for (int i = 0; i < 9; i++) {
            bomb.file("x" + i, large);
        }
        assertThatThrownBy(() -> archive(bomb))
                .isInstanceOf(UnusableJar.class)
                .hasMessageContaining("unpacks to more than");
    }

    @Test
    void everyClassOfTheServerCanBeRead() throws Exception {
        for (Class<?> type : List.of(CodeScanTest.class, ClassFile.class, PluginArchive.class, String.class)) {
            String path = "/" + type.getName().replace('.', '/') + ".class";
            try (var in = type.getResourceAsStream(path)) {
                ClassFile file = ClassFile.parse(in.readAllBytes());
                assertThat(file.calls()).isNotEmpty();
            }
        }
        try (var in = Runtime.class.getResourceAsStream("/java/lang/Runtime.class")) {
            assertThat(ClassFile.parse(in.readAllBytes()).nativeMethods()).contains("availableProcessors", "gc");
        }
    }

    private static PluginArchive archive(TestJar jar) throws IOException, UnusableJar {
        return PluginArchive.of(List.of(new JarBytes("acme.jar", jar.bytes())));
    }
}

package dev.fairlead.server.strategy.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.spi.StrategyProvider;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PluginClassLoaderTest {

    @Test
    void itBringsItsOwnVersionsOfLibrariesAndSeesNothingOfOurs() throws Exception {
        PluginClassLoader loader = loader(TestJar.strategy("acme")
                .with(
                        "org.slf4j.Logger",
                        "package org.slf4j; public class Logger { public int version() { return 7; } }"));
        Class<?> theirs = loader.loadClass("org.slf4j.Logger");
        assertThat(theirs).isNotSameAs(org.slf4j.Logger.class).isNotInterface();
        assertThat(theirs.getClassLoader()).isSameAs(loader);

        for (Class<?> ours : List.of(StrategyCatalogue.class, com.google.inject.Guice.class, JarBytes.class)) {
            assertThatThrownBy(() -> loader.loadClass(ours.getName())).isInstanceOf(ClassNotFoundException.class);
        }
        assertThat(loader.getResource("dev/fairlead/server/version.properties")).isNull();
    }

    @Test
    void theInterfacesAreTheHostsWhateverTheJarCarries() throws Exception {
        PluginClassLoader loader = loader(TestJar.strategy("acme").with("dev.fairlead.spi.Odd", """
                package dev.fairlead.spi;
                public class Odd {}
                """));
        assertThat(loader.loadClass(StrategyProvider.class.getName())).isSameAs(StrategyProvider.class);
        assertThatThrownBy(() -> loader.loadClass("dev.fairlead.spi.Odd")).isInstanceOf(ClassNotFoundException.class);
        assertThatThrownBy(() -> loader.loadClass("dev.fairlead.spi.testkit.FakePool"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void resourcesAreRead() throws Exception {
        PluginClassLoader loader = loader(TestJar.strategy("acme").file("acme/words.txt", "hello"));
        assertThat(loader.getResource("acme/words.txt")).hasToString("plugin:acme.jar!/acme/words.txt");
        try (var in = loader.getResourceAsStream("acme/words.txt")) {
            assertThat(in).hasContent("hello");
        }
        assertThat(loader.getResource("acme/none.txt")).isNull();
    }

    @Test
    void ofSeveralVersionsOfAClassTheOneForThisJdkIsTaken() throws Exception {
        PluginClassLoader loader = loader(TestJar.strategy("acme")
                .attribute("Multi-Release", "true")
                .file("acme/words.txt", "for all")
                .file("META-INF/versions/11/acme/words.txt", "for 11")
                .file("META-INF/versions/99/acme/words.txt", "for 99"));
        try (var in = loader.getResourceAsStream("acme/words.txt")) {
            assertThat(in).hasContent("for 11");
        }
    }

    @Test
    void aBrokenProviderDoesNotHideItsNeighbour() throws Exception {
        ProviderDiscovery discovery = ProviderDiscovery.in(loader(TestJar.empty()
                .names("acme.Missing")
                .with(
                        "acme.Throwing",
                        provider("Throwing", "public Throwing() { throw new IllegalStateException(\"no\"); }"))
                .names("acme.Throwing")
                .with("acme.Static", provider("Static", "static final int N = Integer.parseInt(\"x\");"))
                .names("acme.Static")
                .with("acme.Stranger", "package acme; public class Stranger {}")
                .names("acme.Stranger")
                .with("acme.Hidden", provider("Hidden", "private Hidden() {}"))
                .names("acme.Hidden")
                .with("acme.Nameless", provider("Nameless", "", "null"))
                .names("acme.Nameless")
                .with("acme.Loud", provider("Loud", "", "\"LOUD and clear\""))
                .names("acme.Loud")
                .provider("acme.Good", "good")
                .provider("acme.Twin", "good")));
        assertThat(discovery.found()).extracting(ProviderDiscovery.Found::name).containsExactly("good");
        assertThat(discovery.found())
                .extracting(ProviderDiscovery.Found::description)
                .containsExactly("made for a test");
        assertThat(discovery.broken())
                .containsExactly(
                        "Provider acme.Missing not found",
                        "acme.Throwing cannot be created: it threw java.lang.IllegalStateException: no",
                        "acme.Static cannot be created: it threw java.lang.NumberFormatException: For input string: \"x\" in"
                                + " its static initialiser",
                        "acme.Stranger not a subtype",
                        "acme.Hidden Unable to get public no-arg constructor",
                        "acme.Nameless is called \"null\", expected lower-case words joined by underscores",
                        "acme.Loud is called \"LOUD and clear\", expected lower-case words joined by underscores",
                        "acme.Twin is called \"good\", as is another one in this jar");
    }

    @Test
    void aLibraryThatIsMissingIsNamed() throws Exception {
        TestJar jar = TestJar.empty()
                .with("acme.Needy", provider("Needy", "public Needy() { new lib.Thing(); }"))
                .with("lib.Thing", "package lib; public class Thing {}")
                .names("acme.Needy")
                .provider("acme.Good", "good");
        ProviderDiscovery discovery = ProviderDiscovery.in(loader(without(jar, "lib/Thing.class")));
        assertThat(discovery.found()).extracting(ProviderDiscovery.Found::name).containsExactly("good");
        assertThat(discovery.broken())
                .containsExactly("acme.Needy cannot be created: it threw java.lang.NoClassDefFoundError: lib/Thing");
    }

    @Test
    void aLoaderThatIsDoneWithIsCollected() throws Exception {
        PluginClassLoader loader = loader(TestJar.strategy("acme"));
        assertThat(ProviderDiscovery.in(loader).found()).hasSize(1);
        WeakReference<ClassLoader> reference = new WeakReference<>(loader);
        loader = null;
        assertThat(collected(reference)).isTrue();
    }

    @Test
    void threadsThatAreLeftBehindAreKnown() throws Exception {
        PluginClassLoader loader = loader(TestJar.strategy("acme", """
                Thread thread = new Thread(() -> {
                    synchronized (Acme.class) {
                        try { Acme.class.wait(); } catch (InterruptedException stop) { }
                    }
                }, "acme-worker");
                thread.setDaemon(true);
                thread.start();
                """, "", ""));
        assertThat(LeakedThreads.of(loader)).isEmpty();
        ProviderDiscovery.in(loader);
        List<Thread> left = awaitThreads(loader);
        assertThat(left).extracting(Thread::getName).containsExactly("acme-worker");
        left.get(0).interrupt();
        left.get(0).join(10_000);
        assertThat(LeakedThreads.of(loader)).isEmpty();
    }

    private static List<Thread> awaitThreads(PluginClassLoader loader) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<Thread> left = LeakedThreads.of(loader);
        while (left.isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
            left = LeakedThreads.of(loader);
        }
        return left;
    }

    static boolean collected(WeakReference<?> reference) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (reference.get() != null && System.nanoTime() < deadline) {
            System.gc();
            LockSupport.parkNanos(10_000_000);
        }
        return reference.get() == null;
    }

    private static String provider(String type, String member) {
        return provider(type, member, "\"" + type.toLowerCase(java.util.Locale.ROOT) + "\"");
    }

    private static String provider(String type, String member, String name) {
        return """
                package acme;
                import dev.fairlead.spi.*;
                public class %s implements StrategyProvider {
                    %s
                    @Override public String name() { return %s; }
                    @Override public Strategy create(StrategyContext context) { return null; }
                }
                """.formatted(type, member, name);
    }

    private static byte[] without(TestJar jar, String entry) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        try (var from = new java.util.zip.ZipInputStream(new java.io.ByteArrayInputStream(jar.bytes()));
                var to = new java.util.zip.ZipOutputStream(out)) {
            for (var next = from.getNextEntry(); next != null; next = from.getNextEntry()) {
                if (!next.getName().equals(entry)) {
                    to.putNextEntry(new java.util.zip.ZipEntry(next.getName()));
                    from.transferTo(to);
                }
            }
        }
        return out.toByteArray();
    }

    private static PluginClassLoader loader(TestJar jar) throws IOException, UnusableJar {
        return loader(jar.bytes());
    }

    private static PluginClassLoader loader(byte[] jar) throws UnusableJar {
        return new PluginClassLoader("plugin acme.jar #1", PluginArchive.of(List.of(new JarBytes("acme.jar", jar))));
    }
}

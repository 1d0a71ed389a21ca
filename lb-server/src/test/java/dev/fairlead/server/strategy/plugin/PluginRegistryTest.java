package dev.fairlead.server.strategy.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.inject.Guice;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.strategy.CatalogueEntry;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import dev.fairlead.server.strategy.jar.DangerousCode;
import dev.fairlead.server.strategy.jar.SpiVersion;
import dev.fairlead.server.strategy.jar.TestJar;
import dev.fairlead.server.strategy.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the folder, and what becomes of it. Time stands still unless the test moves it. */
class PluginRegistryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final StrategyCatalogue catalogue =
            Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class);
    private final StrategyFactory strategies =
            new StrategyFactory(catalogue, System::nanoTime, new SplittableRandom(1));
    private final Verification verification = new Verification(List.of(), Duration.ofSeconds(1));
    private Supplier<CompletionStage<Void>> renewal = () -> CompletableFuture.completedFuture(null);
    private long now = Long.MAX_VALUE - 5;
    private PluginRegistry registry;

    @AfterEach
    void close() {
        if (registry != null) {
            registry.close();
        }
        verification.close();
    }

    @Test
    void whatWasUnloadedByHandStaysOutAfterARestartUntilItIsLoadedOrAnotherLiesThere() throws IOException {
        PluginSettings kept = new PluginSettings(folder, false, Set.of(), Set.of(), folder.resolve("data"));
        open(kept, DEADLINE);
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "1.0"));
        registry.look();
        registry.unload("acme", false);

        open(kept, DEADLINE);
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.UNLOADED);
        assertThat(folder.resolve("data/plugins-unloaded")).content().endsWith(" acme.jar acme\n");

        assertThat(registry.load("acme", false).join().state()).isEqualTo(PluginState.LOADED);
        registry.unload("acme", false);
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "2.0"));
        open(kept, DEADLINE);
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void whatIsWrittenCompletelyIsLoaded() throws IOException {
        open();
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "1.0"));
        registry.look();
        PluginInfo info = only();
        assertThat(info.state()).isEqualTo(PluginState.LOADED);
        assertThat(info.name()).isEqualTo("acme");
        assertThat(info.strategies()).containsExactly("acme");
        assertThat(info.version()).isEqualTo("1.0");
        assertThat(info.sha256()).hasSize(64);
        assertThat(info.reason()).isEmpty();
        assertThat(catalogue.find("acme").plugin()).isEqualTo("acme.jar");
    }

    @Test
    void whatIsStillBeingWrittenIsNotTouched() throws IOException {
        open();
        byte[] whole = TestJar.strategy("acme").bytes();
        Path file = folder.resolve("acme.jar");
        Files.write(file, Arrays.copyOf(whole, 100));
        dated(file, START);
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.PENDING);
        assertThat(only().reason()).isEqualTo("it is being written");

        advance(Duration.ofMillis(900));
        Files.write(file, whole);
        dated(file, START.plusMillis(900));
        registry.look();
        advance(Duration.ofMillis(900));
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.PENDING);

        advance(Duration.ofMillis(100));
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void aFileWithADateAheadIsLoadedWhenItRests() throws IOException {
        open();
        dated(write("acme.jar", TestJar.strategy("acme")), START.plusSeconds(3600));
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.PENDING);
        advance(Duration.ofSeconds(1));
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void aFolderIsOnePluginWithItsLibraries() throws IOException {
        open();
        Files.createDirectories(folder.resolve("zoned/docs"));
        Files.createDirectories(folder.resolve("empty"));
        write(
                "zoned/zoned.jar",
                TestJar.strategy("zoned", "new lib.Help();", "", "")
                        .with("lib.Help", "package lib; public class Help {}"));
        write("zoned/library.jar", TestJar.empty().file("x.txt", "x"));
        Files.writeString(folder.resolve("README.md"), "not a plug-in");
        write(".hidden.jar", TestJar.strategy("hidden"));
        dated(folder.resolve("zoned"), START.minusSeconds(60));
        registry.look();
        assertThat(only().file()).isEqualTo("zoned");
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void whatCannotBeLoadedIsListedWithTheReason() throws IOException {
        open();
        byte[] whole = TestJar.strategy("part").bytes();
        Files.writeString(folder.resolve("text.jar"), "hello");
        Files.write(folder.resolve("part.jar"), Arrays.copyOf(whole, whole.length - 50));
        write("none.jar", TestJar.empty());
        write("throws.jar", TestJar.strategy("throws", "throw new IllegalStateException(\"boom\");", "", ""));
        write("exits.jar", TestJar.strategy("exits", "System.exit(3);", "", ""));
        write("newer.jar", TestJar.strategy("newer").attribute("Fairlead-SPI-Version", "0.2.0"));
        write("round.jar", TestJar.strategy("round_robin"));
        for (String file : List.of("text.jar", "part.jar")) {
            dated(folder.resolve(file), START.minusSeconds(60));
        }
        registry.look();
        assertThat(list()).allSatisfy(info -> assertThat(info.state()).isEqualTo(PluginState.REFUSED));
        assertThat(reason("text.jar")).startsWith("text.jar is not a jar");
        assertThat(reason("part.jar")).startsWith("part.jar is damaged, or only a part of a jar");
        assertThat(reason("none.jar")).startsWith("names no strategy");
        assertThat(reason("throws.jar"))
                .isEqualTo("has no usable strategy: acme.Acme cannot be created: it threw"
                        + " java.lang.IllegalStateException: boom");
        assertThat(reason("exits.jar")).startsWith("acme.Acme calls System.exit");
        assertThat(reason("newer.jar")).startsWith("needs version 0.2.0 of the interfaces");
        assertThat(reason("round.jar")).isEqualTo("strategy round_robin of round.jar has the name of a built-in one");
        assertThat(catalogue.find("round_robin").plugin()).isEqualTo("built-in");
    }

    @Test
    void whoAsksForAStrategyThatIsNotLoadedIsToldOfItsJar() throws IOException {
        open();
        write("exits.jar", TestJar.strategy("acme", "System.exit(3);", "", ""));
        write("gone.jar", TestJar.strategy("gone"));
        registry.look();
        registry.unload("gone", false);
        catalogue.absent(new UnloadedStrategies(registry::views));
        assertThatThrownBy(() -> catalogue.find("gone"))
                .hasMessageStartingWith("\"gone\" is not a known strategy")
                .hasMessageEndingWith(
                        "gone.jar provides it, and is unloaded: it was unloaded by hand; load it to use it again.");
        assertThatThrownBy(() -> catalogue.find("ACME"))
                .hasMessageContaining("exits.jar may provide it, and is refused: acme.Acme calls System.exit");
        assertThatThrownBy(() -> catalogue.find("horoscope"))
                .hasMessageEndingWith(
                        " One jar in the plug-ins folder was refused, exits.jar: lb-ctl plugins list says why.");
        write("none.jar", TestJar.empty());
        registry.look();
        assertThatThrownBy(() -> catalogue.find("horoscope"))
                .hasMessageEndingWith(" 2 jars in the plug-ins folder were refused, exits.jar, none.jar: lb-ctl plugins"
                        + " list says why.");
    }

    @Test
    void aConstructorThatHangsIsGivenUpAndTheNextJarIsLoaded() throws IOException {
        open(settings(), Duration.ofMillis(200));
        write("a-hangs.jar", TestJar.strategy("hangs", """
                synchronized (this) { try { wait(); } catch (InterruptedException e) { } }
                """, "", ""));
        write("b-works.jar", TestJar.strategy("works"));
        registry.look();
        assertThat(reason("a-hangs.jar"))
                .isEqualTo("plug-in a-hangs.jar, asked for its strategies, took longer than 200 ms");
        assertThat(info("b-works.jar").state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void ofTwoJarsWithOneNameTheFirstHasItAndTheOtherGetsItLater() throws IOException {
        open();
        write("a.jar", TestJar.strategy("same"));
        write("b.jar", TestJar.strategy("same").provider("acme.Other", "other"));
        registry.look();
        assertThat(info("a.jar").state()).isEqualTo(PluginState.LOADED);
        assertThat(info("b.jar").state()).isEqualTo(PluginState.LOADED);
        assertThat(reason("b.jar")).isEqualTo("strategy same of b.jar has the name of one of a.jar");
        assertThat(catalogue.find("same").plugin()).isEqualTo("a.jar");

        Files.delete(folder.resolve("a.jar"));
        registry.look();
        awaitThat(() -> listed() == 1);
        assertThat(catalogue.find("same").plugin()).isEqualTo("b.jar");
        assertThat(only().reason()).isEmpty();
    }

    @Test
    void anUpdateTakesOverWhereTheOldOneIsUsed() throws IOException {
        open();
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "1"));
        registry.look();
        CatalogueEntry first = catalogue.find("acme");
        PoolStrategy pool = use("acme");
        renewal = () -> {
            assertThat(strategies.isPresent(pool)).isFalse();
            pool.close();
            return use().thenApply(used -> null);
        };
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "2"));
        registry.look();
        assertThat(only().version()).isEqualTo("2");
        assertThat(only().pools()).containsExactly("default");
        assertThat(catalogue.find("acme")).isNotSameAs(first);
        awaitThat(() -> first.users().isEmpty());
    }

    @Test
    void anUpdateThatAPoolCannotTakeLeavesTheOldOneInPlace() throws IOException {
        open();
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "1"));
        registry.look();
        CatalogueEntry first = catalogue.find("acme");
        use("acme");
        renewal = () -> catalogue.find("acme") == first
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new IllegalStateException("rebuild threw something"));
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "2"));
        registry.look();
        assertThat(catalogue.find("acme")).isSameAs(first);
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
        assertThat(only().version()).isEqualTo("1");
        assertThat(only().reason())
                .isEqualTo("the new file is not used, and the previous version keeps running: a pool could not"
                        + " use it: rebuild threw something");
        assertThatThrownBy(() -> registry.load("acme", true).join()).hasMessageContaining("rebuild threw something");
    }

    @Test
    void anUpdateWithoutAStrategyThatIsUsedIsNotTakenOver() throws IOException {
        open();
        write("acme.jar", TestJar.strategy("acme").provider("acme.Other", "other"));
        registry.look();
        use("other");
        write("acme.jar", TestJar.strategy("acme"));
        registry.look();
        assertThat(only().reason()).endsWith("strategy other is no longer in it, but these pools use it: default");
        assertThat(only().strategies()).containsExactly("acme", "other");
    }

    @Test
    void aFileThatIsTouchedIsNotLoadedAgain() throws IOException {
        open();
        Path file = write("acme.jar", TestJar.strategy("acme"));
        registry.look();
        CatalogueEntry first = catalogue.find("acme");
        dated(file, START.minusSeconds(30));
        registry.look();
        assertThat(catalogue.find("acme")).isSameAs(first);
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
        registry.load("acme", false).join();
        assertThat(catalogue.find("acme")).isSameAs(first);
        registry.load("acme.jar", true).join();
        assertThat(catalogue.find("acme")).isNotSameAs(first);
    }

    @Test
    void whatIsRemovedGoesAndWhatIsUsedServesOnUntilItIsForced() throws IOException {
        open();
        Path unused = write("unused.jar", TestJar.strategy("unused"));
        Path used = write("used.jar", TestJar.strategy("used"));
        registry.look();
        PoolStrategy pool = use("used");
        Files.delete(unused);
        Files.delete(used);
        registry.look();
        assertThat(info("unused.jar").state()).isEqualTo(PluginState.UNLOADED);
        awaitThat(() -> listed() == 1);
        assertThat(only().file()).isEqualTo("used.jar");
        assertThat(only().state()).isEqualTo(PluginState.ORPHANED);
        assertThat(only().pools()).containsExactly("default");
        assertThat(catalogue.entry("unused")).isEmpty();
        assertThat(catalogue.entry("used")).isPresent();

        PluginRefused refused = catchThrowableOfType(PluginRefused.class, () -> registry.unload("used", false));
        assertThat(refused.reason()).isEqualTo(PluginRefused.Reason.PRECONDITION);
        assertThat(refused.sentence()).startsWith("used.jar is used by default; set another strategy there");

        renewal = () -> {
            pool.close();
            return CompletableFuture.completedFuture(null);
        };
        registry.unload("used", true);
        assertThat(catalogue.entry("used")).isEmpty();
        awaitThat(() -> listed() == 0);
    }

    @Test
    void anOrphanThatIsNotUsedAnyMoreGoesByItself() throws IOException {
        open();
        Path file = write("acme.jar", TestJar.strategy("acme"));
        registry.look();
        PoolStrategy pool = use("acme");
        Files.delete(file);
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.ORPHANED);
        pool.close();
        awaitThat(() -> listed() == 0);
        assertThat(catalogue.entry("acme")).isEmpty();
    }

    @Test
    void anOrphanGivesItsNameToTheNextFile() throws IOException {
        open();
        Path old = write("acme-1.jar", TestJar.strategy("acme"));
        registry.look();
        PoolStrategy pool = use("acme");
        write("acme-2.jar", TestJar.strategy("acme").attribute("Implementation-Version", "2"));
        registry.look();
        assertThat(info("acme-2.jar").state()).isEqualTo(PluginState.REFUSED);
        assertThat(reason("acme-2.jar")).isEqualTo("strategy acme of acme-2.jar has the name of one of acme-1.jar");

        renewal = () -> {
            pool.close();
            return CompletableFuture.completedFuture(null);
        };
        Files.delete(old);
        registry.look();
        registry.look();
        assertThat(catalogue.find("acme").plugin()).isEqualTo("acme-2.jar");
        awaitThat(() -> listed() == 1);
        assertThat(only().file()).isEqualTo("acme-2.jar");
    }

    @Test
    void whatIsUnloadedByHandStaysOutUntilItIsAskedForOrChanges() throws IOException {
        open();
        write("acme.jar", TestJar.strategy("acme"));
        registry.look();
        assertThat(registry.unload("acme", false).state()).isEqualTo(PluginState.UNLOADED);
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.UNLOADED);
        assertThat(only().reason()).isEqualTo("it was unloaded by hand; load it to use it again");
        assertThat(catalogue.entry("acme")).isEmpty();

        assertThat(registry.load("acme", false).join().state()).isEqualTo(PluginState.LOADED);
        registry.unload("acme", false);
        write("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "2"));
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() throws IOException {
        open();
        write("zone-aware.jar", TestJar.strategy("zone_aware"));
        registry.look();
        PluginRefused refused = catchThrowableOfType(PluginRefused.class, () -> registry.load("zone-awear", false));
        assertThat(refused.reason()).isEqualTo(PluginRefused.Reason.UNKNOWN);
        assertThat(refused.sentence()).contains("did you mean \"zone-aware\"?");
    }

    @Test
    void aFolderThatOthersCanWriteIsRefusedUntilTheyCannot() throws IOException {
        open();
        write("acme.jar", TestJar.strategy("acme"));
        for (String rights : List.of("rwxrwxr-x", "rwxr-xrwx")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
            registry.look();
            assertThat(only().state()).isEqualTo(PluginState.REFUSED);
            assertThat(only().reason())
                    .isEqualTo(
                            folder + " can be written by others, who could run their code in this process; chmod go-w "
                                    + folder);
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void aJarThatOthersCanWriteIsRefusedToo() throws IOException {
        open();
        Path file = write("acme.jar", TestJar.strategy("acme"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        registry.look();
        assertThat(only().reason()).startsWith(file + " can be written by others");
    }

    @Test
    void onlyJarsThatAreAllowedAreLoaded() throws Exception {
        Path file = write("acme.jar", TestJar.strategy("acme"));
        String digest = dev.fairlead.server.strategy.jar.PluginArchive.read(file)
                .label()
                .sha256();
        open(new PluginSettings(folder, false, Set.of(digest), Set.of(), null), DEADLINE);
        write("other.jar", TestJar.strategy("other"));
        registry.look();
        assertThat(info("acme.jar").state()).isEqualTo(PluginState.LOADED);
        assertThat(reason("other.jar"))
                .matches("other.jar has the SHA-256 digest [0-9a-f]{64}, which lb.plugins.allow-sha256 does not name");
    }

    @Test
    void whatAnOperatorAllowsMayEndTheProcess() throws IOException {
        open(new PluginSettings(folder, false, Set.of(), Set.of(DangerousCode.EXIT), null), DEADLINE);
        write("exits.jar", TestJar.strategy("exits", "", "System.exit(3);", ""));
        registry.look();
        assertThat(only().state()).isEqualTo(PluginState.LOADED);
    }

    @Test
    void aFolderThatDoesNotExistHasNothingInIt() throws IOException {
        open(new PluginSettings(folder.resolve("none"), false, Set.of(), Set.of(), null), DEADLINE);
        registry.look();
        assertThat(list()).isEmpty();
        assertThat(registry.isUpToDate()).isTrue();
    }

    @Test
    void threadsThatAJarLeavesBehindAreTold() throws IOException {
        open();
        Path file = write("acme.jar", TestJar.strategy("acme", """
                Thread thread = new Thread(() -> {
                    try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException end) { }
                }, "acme-worker");
                thread.setDaemon(true);
                thread.start();
                """, "", ""));
        registry.look();
        Files.delete(file);
        registry.look();
        advance(Duration.ofSeconds(2));
        awaitThat(() -> {
            advance(Duration.ofSeconds(61));
            registry.look();
            return only().reason().endsWith(": acme-worker");
        });
        assertThat(only().state()).isEqualTo(PluginState.UNLOADED);
        assertThat(only().reason())
                .isEqualTo(
                        "its file is gone; threads of an earlier version are still running and keep its classes in memory: acme-worker");
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("acme-worker"))
                .forEach(Thread::interrupt);
        awaitThat(() -> listed() == 0);
    }

    private void open() throws IOException {
        open(settings(), DEADLINE);
    }

    private PluginSettings settings() {
        return new PluginSettings(folder, false, Set.of(), Set.of(), null);
    }

    private void open(PluginSettings settings, Duration deadline) throws IOException {
        registry = new PluginRegistry(
                new PluginFolder(settings.folder(), OwnershipCheck.ofThisProcess()),
                settings,
                new PluginInspection(settings, new SpiVersion(0, 1, 0)),
                verification,
                new CatalogueUpdate(catalogue, () -> renewal.get()),
                deadline,
                () -> now,
                () -> START.plusNanos(now - (Long.MAX_VALUE - 5)),
                Runnable::run);
    }

    /** Written a minute ago, so it is complete. */
    private Path write(String file, TestJar jar) throws IOException {
        Path path = jar.writeTo(folder.resolve(file));
        dated(path, START.minusSeconds(60));
        return path;
    }

    private static void dated(Path file, Instant written) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(written));
    }

    private void advance(Duration time) {
        now += time.toNanos();
    }

    /** How many there are when what has gone has had time to end. */
    private int listed() {
        registry.look();
        advance(Duration.ofSeconds(61));
        registry.look();
        registry.look();
        return list().size();
    }

    private PoolStrategy use(String name) {
        return strategies.create(StrategyChoice.of(name), "default", null).join();
    }

    private CompletableFuture<PoolStrategy> use() {
        return strategies.create(StrategyChoice.of("acme"), "default", null);
    }

    private List<PluginInfo> list() {
        return registry.views().stream().map(PluginEntry.View::info).toList();
    }

    private PluginInfo only() {
        assertThat(list()).hasSize(1);
        return list().get(0);
    }

    private PluginInfo info(String file) {
        return list().stream()
                .filter(info -> info.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    private String reason(String file) {
        return info(file).reason();
    }

    private static void awaitThat(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}

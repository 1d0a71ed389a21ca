package dev.fairlead.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.fairlead.server.config.ServerConfig;
import dev.fairlead.server.config.StrategyCheck;
import dev.fairlead.server.config.Surroundings;
import dev.fairlead.server.config.read.ConfigParser;
import dev.fairlead.server.demo.ExampleBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.live.FirstState;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeSet;
import dev.fairlead.server.state.PoolEdit;
import dev.fairlead.server.strategy.jar.TestJar;
import dev.fairlead.server.strategy.plugin.PluginInfo;
import dev.fairlead.server.strategy.plugin.PluginState;
import dev.fairlead.server.strategy.plugin.Plugins;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** However bad a jar is, the balancer keeps serving, and says what is wrong with it. */
final class StrangersTest {

    private static final int CLIENTS = 12;

    /** In bytes of metaspace. The classes of 500 jars would be ten times as much; what was measured is a sixth. */
    private static final long A_FEW_CLASSES = 1 << 20;

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final List<ExampleBackend> examples = new ArrayList<>();
    private Plugins plugins;
    private RoutingTables tables;
    private LoadBalancer balancer;
    private InetSocketAddress data;

    @BeforeEach
    void start() throws Exception {
        for (int i = 0; i < 3; i++) {
            examples.add(ExampleBackend.start("b" + i, 0));
        }
        String file = """
                lb {
                  listen = "127.0.0.1:0", control.listen = "127.0.0.1:0", admin.listen = "127.0.0.1:0"
                  io-threads = 4, plugins-dir = "%s"
                  pools.default { backends = [ "%s", "%s" ], strategy = round_robin }
                  pools.other { backends = [ "%s" ], strategy = random }
                }
                """.formatted(
                        folder,
                        examples.get(0).address(),
                        examples.get(1).address(),
                        examples.get(2).address());
        Surroundings surroundings = new Surroundings(Path.of("").toAbsolutePath(), null, Map.of());
        ConfigParser parser = new ConfigParser(surroundings, boot -> StrategyCheck.NONE);
        ServerConfig config = parser.parse(file.getBytes(StandardCharsets.UTF_8), "test.conf", null);
        Injector strategies = Guice.createInjector(Main.strategyModule());
        plugins = strategies.getInstance(Plugins.class);
        await(plugins.open(PluginPaths.settings(config.boot())));
        Injector injector = strategies.createChildInjector(Main.modules(config.boot(), parser, null));
        tables = injector.getInstance(RoutingTables.class);
        balancer = injector.getInstance(LoadBalancer.class);
        balancer.openForOperators(config.boot(), config.desired().frontend().listen(), "a token", PortSearch.EXACT);
        data = balancer.openForTraffic(FirstState.of(config.desired(), balancer.recover(true)), PortSearch.EXACT);
    }

    @AfterEach
    void stop() {
        balancer.close();
        examples.forEach(ExampleBackend::close);
    }

    static Stream<Arguments> badJars() {
        return Stream.of(
                Arguments.of(
                        "throws in create",
                        TestJar.strategy("bad", "", "throw new IllegalStateException(\"boom\");", ""),
                        "strategy bad, created for pool default, threw java.lang.IllegalStateException: boom"),
                Arguments.of(
                        "throws in rebuild",
                        TestJar.strategy("bad", "", "", "throw new IllegalStateException(\"boom\");"),
                        "strategy bad of pool default, asked for a selector, threw java.lang.IllegalStateException: boom"),
                Arguments.of(
                        "hangs in rebuild",
                        TestJar.strategy(
                                "bad", "", "", "new java.util.concurrent.Semaphore(0).acquireUninterruptibly();"),
                        "asked for a selector, took longer than 3000 ms"),
                Arguments.of(
                        "throws on every tenth select",
                        TestJar.selecting("bad", "if (++calls % 10 == 0) throw new IllegalStateException(\"tenth\");"),
                        "strategy bad of pool default threw java.lang.IllegalStateException: tenth in select"),
                Arguments.of(
                        "answers null",
                        TestJar.selecting("bad", "return null;"),
                        "strategy bad of pool default answered null"),
                Arguments.of(
                        "answers with an endpoint of another table",
                        TestJar.selecting("bad", """
                                return new Endpoint() {
                                    public String id() { return "x"; }
                                    public int index() { return 0; }
                                    public java.net.URI url() { return java.net.URI.create("http://127.0.0.1:1"); }
                                    public int weight() { return 1; }
                                    public int inFlight() { return 0; }
                                    public java.util.Map<String, String> tags() { return java.util.Map.of(); }
                                };
                                """),
                        "strategy bad of pool default answered with an endpoint of another table"),
                Arguments.of(
                        "sleeps in a select",
                        TestJar.selecting("bad", """
                                if (++calls == 50) {
                                    try { Thread.sleep(2000); } catch (InterruptedException e) { }
                                }
                                """),
                        "strategy bad of pool default has blocked fairlead-io"),
                Arguments.of(
                        "sleeps when it is told an outcome",
                        TestJar.empty().names("acme.Pensive").with("acme.Pensive", """
                                package acme;
                                import dev.fairlead.spi.*;
                                public class Pensive implements StrategyProvider, Selector {
                                    private volatile EndpointPool endpoints;
                                    private boolean slept;
                                    @Override public String name() { return "bad"; }
                                    @Override public Strategy create(StrategyContext context) {
                                        return pool -> {
                                            endpoints = pool;
                                            return this;
                                        };
                                    }
                                    @Override public Endpoint select(RequestView request) { return endpoints.endpoint(0); }
                                    @Override public void onOutcome(Endpoint endpoint, Attempt attempt) {
                                        if (!slept) {
                                            slept = true;
                                            try { Thread.sleep(2000); } catch (InterruptedException e) { }
                                        }
                                    }
                                }
                                """),
                        "acme.Pensive.onOutcome"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badJars")
    void trafficFlowsAndTheReasonCanBeRead(String what, TestJar jar, String reason) throws Exception {
        ClientLoad load = new ClientLoad(data, 4);
        load.awaitMore(100);
        drop("bad.jar", jar);
        awaitThat("it is loaded", () -> info("bad.jar").state() == PluginState.LOADED);
        CompletionStage<?> chosen =
                balancer.balancer().apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("bad"))));
        load.awaitMore(1000);
        awaitThat(
                "the reason: " + reason + " in " + plugins.list(),
                () -> info("bad.jar").reason().contains(reason));
        changeTheOtherPool();
        settle(chosen);
        load.awaitMore(100);
        load.stop();
        assertThat(load.failures()).isEmpty();
    }

    @Test
    void aJarIsReplacedAndTakenAwayUnderLoad() throws Exception {
        ClientLoad load = new ClientLoad(data, 4);
        drop("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "1"));
        awaitThat("it is loaded", () -> info("acme.jar").state() == PluginState.LOADED);
        await(balancer.balancer().apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("acme")))));
        load.awaitMore(100);
        drop("acme.jar", TestJar.strategy("acme").attribute("Implementation-Version", "2"));
        awaitThat("it is replaced", () -> info("acme.jar").version().equals("2"));
        assertThat(info("acme.jar").pools()).contains("default");
        load.awaitMore(100);
        Files.delete(folder.resolve("acme.jar"));
        awaitThat("it is an orphan", () -> info("acme.jar").state() == PluginState.ORPHANED);
        load.awaitMore(100);
        await(plugins.unload("acme", true));
        assertThat(tables.current().pool("default").selector().fallbackCause()).isEqualTo("its plug-in was unloaded");
        load.awaitMore(100);
        load.stop();
        assertThat(load.failures()).isEmpty();
    }

    @Test
    void whoChoosesAStrategyOfARefusedJarIsToldWhatIsWrongWithIt() throws Exception {
        drop("stranger.jar", TestJar.strategy("acme", "System.exit(3);", "", ""));
        awaitThat("it is refused", () -> info("stranger.jar").state() == PluginState.REFUSED);
        CompletionStage<?> chosen = balancer.balancer()
                .apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("acme"))));
        assertThatThrownBy(() -> await(chosen))
                .hasMessageContaining("\"acme\" is not a known strategy")
                .hasMessageContaining("stranger.jar may provide it, and is refused: acme.Acme calls System.exit");
    }

    @Test
    void aChoiceThatSleepsDelaysItsOwnThreadAndNobodyElse() throws Exception {
        aChoiceSleeps(Duration.ofSeconds(2));
    }

    @Test
    @Tag("stress")
    void aChoiceThatSleepsForLongDelaysItsOwnThreadAndNobodyElse() throws Exception {
        aChoiceSleeps(Duration.ofSeconds(10));
    }

    /** Sleeps in one choice when the test has tired it, and tells by system properties on which thread it chose for whom. */
    private static TestJar sleeper(Duration nap) {
        return TestJar.empty().names("acme.Sleeper").with("acme.Sleeper", """
                package acme;
                import dev.fairlead.spi.*;
                import java.util.concurrent.atomic.AtomicBoolean;
                public class Sleeper implements StrategyProvider {
                    private final AtomicBoolean slept = new AtomicBoolean();
                    @Override public String name() { return "sleeper"; }
                    @Override public Strategy create(StrategyContext context) {
                        return pool -> request -> {
                            String thread = Thread.currentThread().getName();
                            System.setProperty("sleeper." + request.header("X-Client"), thread);
                            if (Boolean.getBoolean("sleeper.tired") && slept.compareAndSet(false, true)) {
                                System.setProperty("sleeper.asleep", thread);
                                try { Thread.sleep(%d); } catch (InterruptedException e) { }
                            }
                            return pool.endpoint(0);
                        };
                    }
                }
                """.formatted(nap.toMillis()));
    }

    private void aChoiceSleeps(Duration nap) throws Exception {
        drop("sleeper.jar", sleeper(nap));
        awaitThat("it is loaded", () -> info("sleeper.jar").state() == PluginState.LOADED);
        await(balancer.balancer()
                .apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("sleeper")))));
        ClientLoad load = new ClientLoad(data, CLIENTS);
        awaitThat(
                "it knows all clients", () -> IntStream.range(0, CLIENTS).allMatch(client -> threadOf(client) != null));
        System.setProperty("sleeper.tired", "true");
        awaitThat("it sleeps", () -> System.getProperty("sleeper.asleep") != null);
        String asleep = System.getProperty("sleeper.asleep");
        Map<Boolean, List<Integer>> clients = IntStream.range(0, CLIENTS)
                .boxed()
                .collect(Collectors.partitioningBy(client -> asleep.equals(threadOf(client))));
        awaitThat(
                "it is said",
                () -> info("sleeper.jar").reason().contains("has blocked " + asleep + " for more than 400 ms"));
        assertThat(info("sleeper.jar").reason()).contains("java.lang.Thread.sleep");
        changeTheOtherPool();
        load.awaitMore(1000);
        awaitThat(
                "it wakes",
                () -> clients.get(true).stream().allMatch(client -> load.longest(client) >= nap.toMillis() / 2));
        load.awaitMore(1000);
        load.stop();
        assertThat(load.failures()).isEmpty();
        assertThat(clients.get(true))
                .isNotEmpty()
                .allSatisfy(client -> assertThat(load.longest(client)).isLessThan(nap.toMillis() + 5_000))
                .anySatisfy(client -> assertThat(load.longest(client)).isGreaterThanOrEqualTo(nap.toMillis() - 50));
        assertThat(clients.get(false))
                .isNotEmpty()
                .allSatisfy(client -> assertThat(load.longest(client)).isLessThan(nap.toMillis() / 2));
    }

    private static @Nullable String threadOf(int client) {
        return System.getProperty("sleeper.client-" + client);
    }

    @AfterEach
    void forgetTheSleeper() {
        System.getProperties().keySet().removeIf(key -> key.toString().startsWith("sleeper."));
    }

    @Test
    @Tag("stress")
    void fiveHundredReloadsLeaveNothingBehind() throws Exception {
        drop("acme.jar", TestJar.strategy("acme"));
        awaitThat("it is loaded", () -> info("acme.jar").state() == PluginState.LOADED);
        await(balancer.balancer().apply(ChangeSet.of("test", PoolEdit.strategy("default", StrategyChoice.of("acme")))));
        reload(500); // until the JVM has its own records of how the code above runs
        int classes = ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
        long metaspace = metaspace();
        int threads = Thread.activeCount();
        reload(500);
        awaitThat("threads are back", () -> Thread.activeCount() <= threads);
        assertThat(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount())
                .isLessThan(classes + 200);
        assertThat(metaspace()).isLessThan(metaspace + A_FEW_CLASSES);
    }

    private static long metaspace() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong(pool -> pool.getUsage().getUsed())
                .sum();
    }

    private void reload(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            await(plugins.reload("acme"));
        }
        awaitThat("class loaders are collected", () -> {
            System.gc();
            return plugins.uncollected() == 0;
        });
    }

    /** Nothing that the stranger does holds up a pool that does not use it. */
    private void changeTheOtherPool() throws Exception {
        await(balancer.balancer()
                .apply(ChangeSet.of(
                        "test",
                        new Change.AddBackend(
                                "other", Backend.at(examples.get(0).address())))));
        Pool other = tables.current().pool("other").policy();
        assertThat(other.backends()).hasSize(2);
    }

    private void drop(String file, TestJar jar) throws IOException {
        Path path = folder.resolve(file);
        jar.writeTo(path);
        Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
    }

    private PluginInfo info(String file) {
        return plugins.list().stream()
                .filter(info -> info.file().equals(file))
                .findFirst()
                .orElse(new PluginInfo(
                        "", file, PluginState.PENDING, "", List.of(), java.util.Set.of(), "", "", "", 0));
    }

    /** It may have been refused; that is not what this is about. */
    private static void settle(CompletionStage<?> change) throws Exception {
        try {
            await(change);
        } catch (ExecutionException refused) {
            assertThat(refused).hasMessageContaining("strategy bad");
        }
    }

    private static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static void awaitThat(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain: " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}

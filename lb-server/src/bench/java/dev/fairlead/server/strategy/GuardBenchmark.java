package dev.fairlead.server.strategy;

import dev.fairlead.server.strategy.jar.PluginArchive;
import dev.fairlead.server.strategy.jar.PluginClassLoader;
import dev.fairlead.server.strategy.jar.ProviderDiscovery;
import dev.fairlead.server.strategy.jar.UnusableJar;
import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.RequestView;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.GivenOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the guard adds to a choice: each strategy asked directly, and through the guard as IO threads do. The strategies are
 * two that do nothing, of which one is told outcomes, one of ours, and the same one from a jar by the class loader of plug-ins. With {@code -prof gc} it
 * tells what is allocated; with {@code -t 2} whether two threads get in each other's way.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GuardBenchmark {

    @Param({"trivial", "learning", "round_robin", "round_robin from a jar"})
    String strategy = "";

    private final FakePool endpoints = FakePool.ofSize(10);
    private final AtomicInteger lanes = new AtomicInteger();
    private Selector naked;
    private PluginThread thread;
    private GuardedSelector guarded;

    /** An IO thread with a request. */
    @State(Scope.Thread)
    public static class Lane {
        private final RequestView request = FakeRequest.get("/");
        private final Attempt attempt = FakeAttempt.responded(Duration.ofMillis(5));
        private int number;

        @Setup
        public void enter(GuardBenchmark benchmark) {
            number = benchmark.lanes.getAndIncrement();
        }
    }

    /** Does as little, and is told outcomes. */
    private record Learning(Endpoint only) implements Selector {
        @Override
        public Endpoint select(RequestView request) {
            return only;
        }

        @Override
        public void onOutcome(Endpoint endpoint, Attempt attempt) {}
    }

    @Setup
    public void create() throws UnusableJar {
        naked = switch (strategy) {
            case "trivial" -> request -> endpoints.endpoint(3);
            case "learning" -> new Learning(endpoints.endpoint(3));
            case "round_robin" -> selector(builtIn("round_robin"));
            default -> selector(stranger("round_robin"));
        };
        StrategyGuard guard = new StrategyGuard("default", strategy, System::nanoTime);
        thread = new PluginThread("bench", Duration.ofSeconds(1));
        guarded = new GuardedSelector(guard, endpoints, naked, thread);
    }

    @TearDown
    public void close() {
        thread.close();
    }

    private Selector selector(StrategyProvider provider) {
        return provider.create(new FakeContext(
                        new GivenOptions(Map.of()),
                        System::nanoTime,
                        () -> ThreadLocalRandom.current().nextLong(),
                        "default",
                        null))
                .rebuild(endpoints);
    }

    private static StrategyProvider builtIn(String name) {
        return ServiceLoader.load(StrategyProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The jar that brings the built-in ones, read as if somebody had put it into the folder of plug-ins. */
    private static StrategyProvider stranger(String name) throws UnusableJar {
        Path jar = Path.of(URI.create(builtIn(name)
                .getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        PluginClassLoader loader = new PluginClassLoader(jar + " #1", PluginArchive.read(jar));
        List<ProviderDiscovery.Found> found = ProviderDiscovery.in(loader).found();
        return found.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow()
                .provider();
    }

    @Benchmark
    public Endpoint naked(Lane lane) {
        return naked.select(lane.request);
    }

    @Benchmark
    public Endpoint guarded(Lane lane) {
        return guarded.ask(lane.request, lane.number);
    }

    @Benchmark
    public Endpoint nakedWithOutcome(Lane lane) {
        Endpoint endpoint = naked.select(lane.request);
        naked.onOutcome(endpoint, lane.attempt);
        return endpoint;
    }

    @Benchmark
    public Endpoint guardedWithOutcome(Lane lane) {
        Endpoint endpoint = guarded.ask(lane.request, lane.number);
        guarded.onOutcome(endpoint, lane.attempt, lane.number);
        return endpoint;
    }
}

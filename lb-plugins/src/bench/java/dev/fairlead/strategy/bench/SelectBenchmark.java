package dev.fairlead.strategy.bench;

import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.StrategyProvider;
import dev.fairlead.spi.testkit.FakeContext;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** What one choice costs on one thread, by strategy and size of the pool. The pool is idle and weighs evenly. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectBenchmark {

    @Param({"round_robin", "weighted_round_robin", "random", "least_connections", "p2c"})
    String strategy = "";

    @Param({"3", "100"})
    int backends;

    private final FakeRequest request = FakeRequest.get("/");
    private Selector selector;

    @Setup
    public void create() {
        StrategyProvider provider = ServiceLoader.load(StrategyProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.name().equals(strategy))
                .findFirst()
                .orElseThrow();
        selector = provider.create(FakeContext.seeded(1)).rebuild(FakePool.ofSize(backends));
    }

    @Benchmark
    public Endpoint select() {
        return selector.select(request);
    }
}

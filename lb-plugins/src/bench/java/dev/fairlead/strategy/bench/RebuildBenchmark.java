package dev.fairlead.strategy.bench;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.Strategy;
import dev.fairlead.spi.testkit.FakePool;
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

/** What it costs to follow a change of the pool, which happens on the control thread and delays no request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RebuildBenchmark {

    @Param({
        "round_robin",
        "weighted_round_robin",
        "random",
        "least_connections",
        "p2c",
        "peak_ewma",
        "ip_hash",
        "ring_hash",
        "maglev",
        "rendezvous",
        "first"
    })
    String strategy = "";

    @Param({"100", "10000"})
    int backends;

    @Param({"equal", "uneven"})
    String weights = "";

    private Strategy built;
    private FakePool pool;

    @Setup
    public void create() {
        pool = weights.equals("equal") ? Situation.equal(backends) : Situation.uneven(backends);
        built = Situation.strategy(strategy);
    }

    @Benchmark
    public Selector rebuild() {
        return built.rebuild(pool);
    }
}

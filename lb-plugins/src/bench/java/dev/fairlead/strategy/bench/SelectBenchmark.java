package dev.fairlead.strategy.bench;

import dev.fairlead.spi.Attempt;
import dev.fairlead.spi.Endpoint;
import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeAttempt;
import dev.fairlead.spi.testkit.FakeRequest;
import java.time.Duration;
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

/**
 * What one choice costs on one thread, and what telling its outcome adds, by strategy and size of the pool. The pool is idle
 * and weighs evenly; the requests come from a thousand clients in turn. With {@code -prof gc} it tells what is allocated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SelectBenchmark {

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

    @Param({"3", "100", "1000", "10000"})
    int backends;

    private final FakeRequest[] clients = Situation.clients();
    private final Attempt attempt = FakeAttempt.responded(Duration.ofMillis(5));
    private int turn;
    private Selector selector;

    @Setup
    public void create() {
        selector = Situation.strategy(strategy).rebuild(Situation.equal(backends));
    }

    @Benchmark
    public Endpoint select() {
        return selector.select(clients[turn++ & Situation.CLIENTS - 1]);
    }

    @Benchmark
    public Endpoint selectAndLearn() {
        Endpoint endpoint = selector.select(clients[turn++ & Situation.CLIENTS - 1]);
        selector.onOutcome(endpoint, attempt);
        return endpoint;
    }
}

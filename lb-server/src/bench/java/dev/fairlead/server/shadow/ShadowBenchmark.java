package dev.fairlead.server.shadow;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.forecast.TestingStrategies;
import dev.fairlead.server.observe.TestTables;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.FailureListener;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.TestFacts;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a shadow adds to the decision about one request on its IO thread: the whole of it, from the choice to the end, a
 * hundred at a time and with a pause behind them, so that the candidate can keep up.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ShadowBenchmark {
    private static final int REQUESTS = 100;
    private static final long PAUSE_NANOS = 5_000_000;

    @Param({"off", "10", "100"})
    String percent = "";

    private final TestFacts request = TestFacts.get(
            "/cart",
            Map.of(
                    "Host", "www.example.org",
                    "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                    "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                    "Accept-Encoding", "gzip, deflate, br",
                    "Accept-Language", "en-US,en;q=0.5",
                    "Cookie", "session=0123456789abcdef0123456789abcdef; theme=dark"));
    private final TestingStrategies strategies = new TestingStrategies();
    private TestTables tables;
    private Shadows shadows;
    private RequestRuns runs;

    @Setup
    public void open() throws IOException {
        tables = new TestTables();
        Pool pool = Pool.named("default")
                .withStrategy(StrategyChoice.of("round_robin"))
                .withBackends(List.of(
                        Backend.at("127.0.0.1:3001"), Backend.at("127.0.0.1:3002"), Backend.at("127.0.0.1:3003")));
        tables.pool(pool, Map.of());
        runs = new RequestRuns(
                tables.tables(), System::nanoTime, RequestLog.NONE, FailureListener.NONE, new RecentRequests(1, 2048));
        shadows = new Shadows(tables.tables(), strategies.all(), new SplittableRandom(1));
        if (!percent.equals("off")) {
            shadows.begin(
                            tables.tables().current().pool("default"),
                            StrategyChoice.of("p2c"),
                            Double.parseDouble(percent))
                    .toCompletableFuture()
                    .join();
        }
    }

    @TearDown
    public void close() {
        shadows.of("default").ifPresent(shadow -> System.out.println(shadow.report()));
        shadows.close();
        strategies.close();
        tables.close();
    }

    /** Between invocations, and not measured. */
    @State(Scope.Thread)
    public static class Breath {
        @TearDown(Level.Invocation)
        public void pause() {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void decide(Breath breath) {
        for (int i = 0; i < REQUESTS; i++) {
            RequestRun run = runs.start(request, 0, true);
            Attempt attempt = run.next();
            attempt.connected(true);
            attempt.wrote();
            attempt.head(200);
            attempt.end();
            run.finish(200, 0, 1024, EndReason.COMPLETED);
        }
    }
}

package dev.fairlead.server.limit;

import dev.fairlead.server.desired.CidrBlock;
import dev.fairlead.server.desired.limit.Access;
import dev.fairlead.server.desired.limit.Rate;
import dev.fairlead.server.desired.limit.RateKey;
import dev.fairlead.server.desired.limit.RateLimit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What limits cost a request: one of 100,000 clients that is let in and one that is refused, both with a limit for each client;
 * a newcomer who finds no room; and access lists of 10,000 blocks. With {@code -prof gc} it tells what is allocated; with
 * {@code -t 2} whether two threads get in each other's way.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LimitBenchmark {

    private static final int CLIENTS = 100_000;

    private final RequestKeys[] clients = new RequestKeys[CLIENTS];
    private final RequestKeys[] strangers = new RequestKeys[CLIENTS];
    private RateLimits generous;
    private RateLimits strict;
    private AccessRules fewBlocks;
    private AccessRules manyBlocks;

    private record Client(String clientAddress) implements RequestKeys {

        @Override
        public String header(String name) {
            return "";
        }

        @Override
        public String cookie(String name) {
            return "";
        }
    }

    /** An IO thread, which meets clients in no order. */
    @State(Scope.Thread)
    public static class Lane {
        private final SplittableRandom random = new SplittableRandom(1);

        private int next() {
            return random.nextInt(CLIENTS);
        }
    }

    @Setup
    public void create() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = new Client(address(random));
            strangers[i] = new Client(address(random));
        }
        generous = limits("1000000000/s", 1_000_000_000);
        strict = limits("1/h", 1);
        fewBlocks = blocks(random, 1);
        manyBlocks = blocks(random, 10_000);
        for (RequestKeys client : clients) {
            generous.check(client, System.nanoTime());
            strict.check(client, System.nanoTime());
        }
    }

    private static RateLimits limits(String rate, int burst) {
        RateLimiter limiter = new RateLimiter(System::nanoTime, new SplittableRandom(2), CLIENTS);
        return limiter.none(RateScope.SERVER)
                .with(List.of(new RateLimit("a", RateKey.CLIENT, Rate.parse(rate), burst, false)));
    }

    private static AccessRules blocks(SplittableRandom random, int count) {
        return AccessRules.of(Access.DEFAULT.withDeny(IntStream.range(0, count)
                .mapToObj(i -> CidrBlock.parse(address(random) + "/24"))
                .toList()));
    }

    private static String address(SplittableRandom random) {
        return random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
    }

    @Benchmark
    public RateVerdict admitted(Lane lane) {
        return generous.check(clients[lane.next()], System.nanoTime());
    }

    @Benchmark
    public RateVerdict refused(Lane lane) {
        return strict.check(clients[lane.next()], System.nanoTime());
    }

    @Benchmark
    public RateVerdict refusedWithoutRoom(Lane lane) {
        return strict.check(strangers[lane.next()], System.nanoTime());
    }

    @Benchmark
    public boolean accessOfOneBlock(Lane lane) {
        return fewBlocks.admit(clients[lane.next()].clientAddress());
    }

    @Benchmark
    public boolean accessOfTenThousandBlocks(Lane lane) {
        return manyBlocks.admit(clients[lane.next()].clientAddress());
    }

    /** What the others do besides: finding a client, and reading the clock. */
    @Benchmark
    public long baseline(Lane lane) {
        return clients[lane.next()].clientAddress().length() + System.nanoTime();
    }
}

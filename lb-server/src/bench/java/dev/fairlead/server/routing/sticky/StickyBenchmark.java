package dev.fairlead.server.routing.sticky;

import static java.util.Objects.requireNonNull;

import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Sticky;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
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
 * What a session costs a request: with a cookie that came before, with one that is seen for the first time (one HMAC), with
 * a forged one, with none, with the application's own cookie, and for the answer that begins a session. With {@code -prof gc}
 * it tells what is allocated; with {@code -t 2} whether two threads get in each other's way.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StickyBenchmark {
    private static final Standings ALL_SERVE = place -> Standing.SERVING;
    private static final long NOW = 1_800_000_000L;

    /** More than a codec remembers, so that each is new to it whenever it comes round. */
    private static final int MANY = 1 << 16;

    private final AtomicInteger lanes = new AtomicInteger();
    private PoolSessions cookies;
    private PoolSessions applications;

    /** An IO thread with its clients. */
    @State(Scope.Thread)
    public static class Client {
        private final List<List<String>> strangers = new ArrayList<>();
        private List<String> regular = List.of();
        private List<String> forger = List.of();
        private Session none;
        private int lane;
        private int next;

        @Setup
        public void enter(StickyBenchmark benchmark) {
            lane = benchmark.lanes.getAndIncrement() % 2;
            none = benchmark.cookies.choose(lane, List.of(), ALL_SERVE);
            SessionCodec signer = new SessionCodec(benchmark.secrets());
            for (int i = 0; i < MANY; i++) {
                String value = signer.issue(PoolScope.of("web"), "b" + (1 + i % 10), NOW + 80_000 + i);
                strangers.add(List.of("theme=dark; lb-web=" + value + "; lang=en"));
            }
            String value = signer.issue(PoolScope.of("web"), "b7", NOW + 86_400);
            regular = List.of("theme=dark; lb-web=" + value + "; lang=en");
            String forged = value.substring(0, 43) + (value.charAt(43) == 'A' ? 'B' : 'A');
            forger = List.of("theme=dark; lb-web=" + forged + "; lang=en");
        }
    }

    private StickySecrets secrets() {
        return new StickySecrets(List.of("a-secret-to-be-measured"));
    }

    @Setup
    public void create() {
        StickySessions server = new StickySessions(2, secrets(), () -> NOW, new SplittableRandom(1));
        List<Backend> backends = IntStream.rangeClosed(1, 10)
                .mapToObj(i -> Backend.at("10.0.0." + i + ":80").withId("b" + i))
                .toList();
        Sticky sticky = Sticky.DEFAULT.withTtl(Duration.ofDays(1)).withBy(Sticky.By.COOKIE);
        cookies = requireNonNull(server.forPool("web", sticky, backends, null));
        Sticky app = Sticky.DEFAULT.withName("JSESSIONID").withBy(Sticky.By.APP_COOKIE);
        applications = requireNonNull(server.forPool("web", app, backends, null));
        for (int i = 0; i < 50_000; i++) {
            applications.learn(
                    Session.none(StickyResult.NEW), List.of(), "b" + (1 + i % 10), "JSESSIONID=session-number-" + i);
        }
    }

    @Benchmark
    public Session known(Client client) {
        return cookies.choose(client.lane, client.regular, ALL_SERVE);
    }

    @Benchmark
    public Session unknown(Client client) {
        client.next = (client.next + 1) & (MANY - 1);
        return cookies.choose(client.lane, client.strangers.get(client.next), ALL_SERVE);
    }

    @Benchmark
    public Session forged(Client client) {
        return cookies.choose(client.lane, client.forger, ALL_SERVE);
    }

    @Benchmark
    public Session none(Client client) {
        return cookies.choose(client.lane, List.of("theme=dark; lang=en"), ALL_SERVE);
    }

    @Benchmark
    public @Nullable String begun(Client client) {
        return cookies.answer(client.lane, client.none, "b3", true);
    }

    @Benchmark
    public Session application(Client client) {
        return applications.choose(client.lane, APPLICATION, ALL_SERVE);
    }

    private static final List<String> APPLICATION = List.of("theme=dark; JSESSIONID=session-number-777; lang=en");
}

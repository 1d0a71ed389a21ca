package dev.fairlead.server.health;

import static java.util.Objects.requireNonNull;

import com.google.inject.Guice;
import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Frontend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.health.probe.ProbeLimiter;
import dev.fairlead.server.live.Suspicions;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.Eligibility;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.PoolRuntime;
import dev.fairlead.server.routing.PoolTableDraft;
import dev.fairlead.server.routing.RecentRequests;
import dev.fairlead.server.routing.RequestLog;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.routing.TestFacts;
import dev.fairlead.server.strategy.PoolStrategy;
import dev.fairlead.server.strategy.StrategyCatalogue;
import dev.fairlead.server.strategy.StrategyFactory;
import dev.fairlead.server.strategy.StrategyModule;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Real requests through a real table, and a monitor that hears of them, in virtual time; the backends are made up. */
final class PoolTraffic implements AutoCloseable {

    /** How a backend fares with a request. */
    interface Backends {
        /** @return null if it answers */
        @Nullable
        FailureKind meet(int backend, String method, String path);
    }

    final VirtualTime time = new VirtualTime();
    final ScriptedBackends network = new ScriptedBackends(time);
    final HealthMonitor monitor = new HealthMonitor(
            new MonitorContext(time, time::nanos, time, new SplittableRandom(3), network, new ProbeLimiter(64)),
            () -> {});
    final List<RunningBackend> backends;
    private final TestWorker worker = new TestWorker();
    private final Pool pool;
    private final RoutingTables tables = new RoutingTables();
    private final PoolRuntime account = PoolRuntime.opened(1);
    private final PoolStrategy strategy;
    private final RequestRuns runs =
            new RequestRuns(tables, time::nanos, RequestLog.NONE, new Suspicions(monitor), new RecentRequests(1, 4));
    private final Backends answers;
    private final List<Integer> asked = new ArrayList<>();
    private long generation;
    private int fewest = Integer.MAX_VALUE;
    private int transitions;
    private int served;
    private int refused;

    PoolTraffic(int size, String strategyName, MonitorSettings terms, Backends answers) throws IOException {
        this.answers = answers;
        List<Backend> declared = IntStream.range(0, size)
                .mapToObj(i -> Backend.at("127.0.0.1:" + (3001 + i)))
                .toList();
        pool = Pool.named("default").withBackends(declared);
        backends = declared.stream()
                .map(each -> worker.backend(pool, each.address()))
                .toList();
        StrategyCatalogue catalogue = Guice.createInjector(new StrategyModule()).getInstance(StrategyCatalogue.class);
        strategy = new StrategyFactory(catalogue, time::nanos, new SplittableRandom(1))
                .create(StrategyChoice.of(strategyName), "default", null)
                .join();
        backends.forEach(each -> monitor.watch(each, terms));
        time.settle();
        monitor.subscribe((backend, report) -> {
            transitions++;
            publish();
        });
        publish();
    }

    private void publish() {
        List<BackendView> views = IntStream.range(0, backends.size())
                .mapToObj(i -> new BackendView(backends.get(i), pool.backends().get(i), eligibility(i)))
                .toList();
        PoolTableDraft draft = new PoolTableDraft(pool, views, ++generation);
        var selector =
                draft.isEmpty() ? null : strategy.rebuild(draft.endpoints()).join();
        var table = draft.with(selector, strategy.name(), account);
        fewest = Math.min(fewest, table.size());
        tables.publish(new RoutingTable(generation, 1, Frontend.DEFAULT, Map.of("default", table)));
    }

    private Eligibility eligibility(int i) {
        HealthReport report = monitor.report(backends.get(i));
        return switch (report.state()) {
            case UP -> Eligibility.READY;
            case DOWN -> Eligibility.down(report.reason());
            case UNKNOWN -> Eligibility.unknown(report.reason());
            case SUSPECT -> Eligibility.suspect(report.reason());
            case EJECTED -> Eligibility.ejected(report.reason());
        };
    }

    /** One request, over at once. */
    void request(String method, String path) {
        RequestRun run = runs.start(new TestFacts("r", method, path, "", Map.of()), 0, true);
        boolean answered = false;
        for (Attempt attempt = run.next(); attempt != null && !answered; ) {
            answered = meets(attempt, method, path);
            attempt = !answered && run.takeRetry() ? run.next() : null;
        }
        served += answered ? 1 : 0;
        refused += answered ? 0 : 1;
        run.finish(answered ? 200 : 502, 0, 0, answered ? EndReason.COMPLETED : EndReason.REFUSED);
    }

    private boolean meets(Attempt attempt, String method, String path) {
        int backend = backends.indexOf(attempt.backend());
        asked.add(backend);
        FailureKind failure = answers.meet(backend, method, path);
        if (failure != FailureKind.CONNECT) {
            attempt.connected(false);
            attempt.wrote();
            attempt.sent();
        }
        if (failure == null) {
            attempt.head(200);
            attempt.end();
        } else {
            attempt.failed(failure, failure.code());
        }
        return failure == null;
    }

    /** So many a second, evenly; of each {@code every} one is for another path. */
    void run(Duration duration, int perSecond, int every, String method, String path) {
        long count = duration.toMillis() * perSecond / 1000;
        for (long i = 0; i < count; i++) {
            boolean other = every > 0 && i % every == 0;
            request(other ? method : "GET", other ? path : "/");
            time.advance(Duration.ofNanos(1_000_000_000L / perSecond));
        }
    }

    HealthState state(int backend) {
        return monitor.report(backends.get(backend)).state();
    }

    String reason(int backend) {
        return monitor.report(backends.get(backend)).reason();
    }

    /** Of the attempts so far. */
    Map<Integer, Integer> attempts() {
        Map<Integer, Integer> counts = new HashMap<>();
        asked.forEach(backend -> counts.merge(requireNonNull(backend), 1, Integer::sum));
        return counts;
    }

    /** In rotation at the worst moment. */
    int fewest() {
        return fewest;
    }

    int transitions() {
        return transitions;
    }

    int served() {
        return served;
    }

    int refused() {
        return refused;
    }

    @Override
    public void close() {
        worker.close();
    }
}

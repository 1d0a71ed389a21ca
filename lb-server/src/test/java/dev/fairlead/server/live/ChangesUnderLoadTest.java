package dev.fairlead.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.server.backend.FailureKind;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.AdminState;
import dev.fairlead.server.desired.Backend;
import dev.fairlead.server.desired.Pool;
import dev.fairlead.server.desired.StrategyChoice;
import dev.fairlead.server.health.HealthState;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.EndReason;
import dev.fairlead.server.routing.RequestRun;
import dev.fairlead.server.routing.RequestRuns;
import dev.fairlead.server.routing.TestFacts;
import dev.fairlead.server.state.Change;
import dev.fairlead.server.state.ChangeRefused;
import dev.fairlead.server.state.PoolEdit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Thousands of changes of every kind while several threads run requests against real strategies. */
class ChangesUnderLoadTest {
    private static final int LANES = 4;
    private static final int CHANGES = 2_000;
    private static final int NUMBERS = 12;
    private static final List<String> STRATEGIES =
            List.of("round_robin", "weighted_round_robin", "random", "least_connections", "p2c");

    private final Set<RunningBackend> seen = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong unserved = new AtomicLong();
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());

    @Test
    @Timeout(120)
    void requestsNeverNotice() throws Exception {
        try (LiveRig rig = new LiveRig(LANES)) {
            rig.start(LiveRig.desired("round_robin", 3));
            List<Thread> lanes = startLanes(rig.runs(LANES), rig);
            SplittableRandom random = new SplittableRandom(42);
            long accepted = 0;
            for (int i = 0; i < CHANGES; i++) {
                accepted += change(rig, random);
            }
            over.set(true);
            for (Thread lane : lanes) {
                lane.join();
            }
            rig.settle();

            assertThat(failures).isEmpty();
            assertThat(served.get()).isGreaterThan(CHANGES);
            assertThat(unserved.get()).isZero();
            assertThat(seen).hasSizeGreaterThan(NUMBERS);
            assertThat(seen).allMatch(backend -> backend.inFlight() == 0);
            assertThat(rig.history.current().number()).isEqualTo(1 + accepted);
            assertThat(rig.table().revision()).isEqualTo(1 + accepted);
            Set<RunningBackend> declared = ConcurrentHashMap.newKeySet();
            rig.pool().backends().forEach(view -> declared.add(view.running()));
            assertThat(seen).allMatch(backend -> backend.isRetired() != declared.contains(backend));
        }
    }

    /** At least b1 always stays in rotation, so that no request may be refused. */
    private long change(LiveRig rig, SplittableRandom random) throws Exception {
        long before = rig.history.current().number();
        int number = 2 + random.nextInt(NUMBERS);
        String id = "b" + number;
        Pool pool = rig.history.current().desired().pool("default").orElseThrow();
        boolean present = pool.backend(id).isPresent();
        try {
            switch (random.nextInt(7)) {
                case 0, 1 ->
                    rig.apply(
                            present
                                    ? new Change.RemoveBackend("default", id)
                                    : new Change.AddBackend("default", LiveRig.declared(number)));
                case 2 -> rig.apply(new Change.SetWeight("default", id, random.nextInt(5)));
                case 3 ->
                    rig.apply(new Change.SetAdminState(
                            "default", id, AdminState.values()[random.nextInt(AdminState.values().length)]));
                case 4 ->
                    rig.apply(PoolEdit.strategy(
                            "default", StrategyChoice.of(STRATEGIES.get(random.nextInt(STRATEGIES.size())))));
                case 5 -> report(rig, id, random);
                default ->
                    rig.apply(new Change.EditBackend(
                            "default",
                            id,
                            "url",
                            found -> found.withUrl(Backend.parseUrl("127.0.0.1:" + (30000 + random.nextInt(100))))));
            }
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(ChangeRefused.class);
            assertThat(present).as("only what does not exist is refused").isFalse();
        }
        return rig.history.current().number() - before;
    }

    private static void report(LiveRig rig, String id, SplittableRandom random) throws Exception {
        for (var view : rig.pool().backends()) {
            if (view.running().id().equals(id)) {
                rig.report(id, HealthState.values()[random.nextInt(HealthState.values().length)], "as it happens");
            }
        }
    }

    private List<Thread> startLanes(RequestRuns runs, LiveRig rig) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            Thread thread = new Thread(() -> {
                try {
                    SplittableRandom random = new SplittableRandom(lane);
                    while (!over.get()) {
                        request(runs, lane, random, rig);
                    }
                } catch (Throwable thrown) {
                    failures.add(thrown);
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void request(RequestRuns runs, int lane, SplittableRandom random, LiveRig rig) {
        RequestRun run = runs.start(TestFacts.get("/"), lane, true);
        // What is retired before the attempt begins was published as gone before that, so it cannot be chosen.
        List<RunningBackend> gone =
                seen.stream().filter(RunningBackend::isRetired).toList();
        Attempt attempt = run.next();
        while (attempt != null) {
            RunningBackend backend = attempt.backend();
            seen.add(backend);
            if (gone.contains(backend)) {
                failures.add(new AssertionError("chose " + backend + " after it was retired"));
            }
            Attempt next = go(run, attempt, random);
            if (next == null) {
                return;
            }
            attempt = next;
        }
        unserved.incrementAndGet();
        failures.add(new AssertionError("refused: " + run.refusal() + " with " + rig.inRotation()));
        run.finish(run.refusal().status(), 0, 0, EndReason.REFUSED);
    }

    /** Answers null when the request is over. */
    private @Nullable Attempt go(RequestRun run, Attempt attempt, SplittableRandom random) {
        attempt.connected(true);
        if (random.nextInt(10) == 0 && run.attempts().size() < 3) {
            attempt.failed(FailureKind.AT_CAPACITY, "for the sake of a retry");
            if (run.takeRetry()) {
                return run.next();
            }
        }
        attempt.wrote();
        attempt.head(random.nextInt(20) == 0 ? 500 : 200);
        attempt.end();
        run.finish(attempt.status(), 0, 0, EndReason.COMPLETED);
        served.incrementAndGet();
        return null;
    }
}

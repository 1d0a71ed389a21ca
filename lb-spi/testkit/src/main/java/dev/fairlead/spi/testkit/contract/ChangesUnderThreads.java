package dev.fairlead.spi.testkit.contract;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Endpoints come, go and change weight while threads choose, each with whatever selector it sees. */
final class ChangesUnderThreads implements Rule {
    private static final int THREADS = 3;
    private static final int CHANGES = 200;

    private record Published(FakePool pool, Selector selector) {}

    @Override
    public String name() {
        return "stands changes while threads select";
    }

    @Override
    public String examine(Subject subject) throws Exception {
        Trial trial = subject.trial(7);
        FakePool pool = FakePool.of("a=3", "b", "c=2", "d");
        AtomicReference<Published> published = new AtomicReference<>(new Published(pool, trial.rebuild(pool)));
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(() -> work(published, over)));
            }
            for (int i = 0; i < CHANGES; i++) {
                pool = changed(pool, i);
                published.set(new Published(pool, trial.rebuild(pool)));
                trial.clock().advanceNanos(1_000_000);
            }
            over.set(true);
            int choices = 0;
            for (Future<Integer> worker : workers) {
                choices += worker.get();
            }
            return (choices > 0 ? "sound choices" : "no choices") + " by " + THREADS + " threads during " + CHANGES
                    + " changes";
        } finally {
            over.set(true);
            threads.shutdown();
        }
    }

    private static int work(AtomicReference<Published> published, AtomicBoolean over) {
        int choices = 0;
        do {
            Published seen = Objects.requireNonNull(published.get());
            FakeEndpoint endpoint = Trial.choice(seen.selector(), seen.pool(), FakeRequest.ofClient(choices));
            endpoint.begin();
            seen.selector().onOutcome(endpoint, choices % 7 == 0 ? Trial.SLOW : Trial.GOOD);
            endpoint.end();
            choices++;
        } while (!over.get());
        return choices;
    }

    private static FakePool changed(FakePool pool, int change) {
        return switch (change % 4) {
            case 0 -> pool.with("new-" + change, 1 + change % 5);
            case 1 -> pool.weighing(pool.endpoint(0).id(), 1 + change % 9);
            case 2 -> pool.without(pool.endpoint(change % pool.size()).id());
            default -> pool.again();
        };
    }
}

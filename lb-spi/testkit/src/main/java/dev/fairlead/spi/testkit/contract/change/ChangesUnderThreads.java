package dev.fairlead.spi.testkit.contract.change;

import dev.fairlead.spi.Selector;
import dev.fairlead.spi.testkit.FakeEndpoint;
import dev.fairlead.spi.testkit.FakePool;
import dev.fairlead.spi.testkit.FakeRequest;
import dev.fairlead.spi.testkit.trial.Observation;
import dev.fairlead.spi.testkit.trial.Rule;
import dev.fairlead.spi.testkit.trial.Subject;
import dev.fairlead.spi.testkit.trial.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** Endpoints come, go and change weight while threads choose, each with the selector it currently sees. */
final class ChangesUnderThreads implements Rule {
    private static final int THREADS = 3;
    private static final int CHANGES = 120;

    private record Published(FakePool pool, Selector selector) {}

    @Override
    public String id() {
        return "changes-under-threads";
    }

    @Override
    public String name() {
        return "survives changes while threads select";
    }

    @Override
    public Observation examine(Subject subject) throws Exception {
        Trial trial = subject.trial(7);
        FakePool pool = FakePool.of("a=3", "b", "c=2", "d");
        AtomicReference<Published> published = new AtomicReference<>(new Published(pool, trial.rebuild(pool)));
        Semaphore choices = new Semaphore(0);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(() -> work(published, choices, over)));
            }
            boolean going = true;
            for (int i = 0; i < CHANGES && going; i++) {
                pool = changed(pool, i);
                published.set(new Published(pool, trial.rebuild(pool)));
                trial.clock().advanceNanos(1_000_000);
                going = awaitChoices(choices, workers);
            }
            over.set(true);
            for (Future<?> worker : workers) {
                worker.get();
            }
            return Observation.of(THREADS + " threads made at least " + 2 * THREADS * CHANGES + " choices during "
                    + CHANGES + " changes");
        } finally {
            over.set(true);
            threads.shutdown();
        }
    }

    /**
     * However slow the machine, the next change waits until some thread has seen the last one, unless a thread has
     * failed.
     */
    private static boolean awaitChoices(Semaphore choices, List<Future<?>> workers) throws InterruptedException {
        choices.drainPermits();
        while (!choices.tryAcquire(2 * THREADS, 1, TimeUnit.SECONDS)) {
            if (workers.stream().anyMatch(Future::isDone)) {
                return false;
            }
        }
        return true;
    }

    /** Uses the published selector, and for a while also the previous one, as a request in flight does. */
    private static void work(AtomicReference<Published> published, Semaphore choices, AtomicBoolean over) {
        Published before = Objects.requireNonNull(published.get());
        for (int number = 0; !over.get(); number++) {
            Published seen = Objects.requireNonNull(published.get());
            choose(seen, number);
            choose(before, number);
            choices.release();
            before = seen;
        }
    }

    private static void choose(Published seen, int number) {
        FakeEndpoint endpoint = Trial.choice(seen.selector(), seen.pool(), FakeRequest.ofClient(number));
        endpoint.begin();
        seen.selector().onOutcome(endpoint, number % 7 == 0 ? Trial.SLOW : Trial.GOOD);
        endpoint.end();
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

package dev.fairlead.server.health;

import dev.fairlead.server.backend.RunningBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches backends and says how they are. Every method may be called from any thread, and returns at once. */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthMonitor.class);
    private static final HealthReport UNWATCHED = new HealthReport(HealthState.UNKNOWN, "not watched", Instant.EPOCH);

    private final WatchContext context;
    private final Runnable atEnd;
    private final Map<RunningBackend, Watch> watches = new ConcurrentHashMap<>();
    private final List<HealthListener> listeners = new CopyOnWriteArrayList<>();

    private final Watch.Observer observer = new PoolObserver();
    private final AtomicLongArray suspected = new AtomicLongArray(Suspicion.values().length);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** the fields below belong to the health thread */
    private final Map<String, PoolWatch> pools = new HashMap<>();

    private final List<CompletableFuture<Void>> firstRounds = new ArrayList<>();
    private int undecided;

    /** @param atEnd runs on the health thread when all watches have ended */
    HealthMonitor(WatchContext context, Runnable atEnd) {
        this.context = context;
        this.atEnd = atEnd;
    }

    public void subscribe(HealthListener listener) {
        listeners.add(listener);
    }

    /** Starts with a probe at once. A backend that is watched already gets the terms. */
    public void watch(RunningBackend backend, WatchTerms terms) {
        Watch watch = new Watch(backend, terms, context, observer);
        if (watches.putIfAbsent(backend, watch) == null) {
            context.thread().execute(() -> begin(watch));
        } else {
            terms(backend, terms);
        }
    }

    /** Changes what is wanted of a backend; what is known of it stays. */
    public void terms(RunningBackend backend, WatchTerms terms) {
        Watch watch = watches.get(backend);
        if (watch != null) {
            context.thread().execute(() -> watch.terms(terms));
        }
    }

    /** When it returns, the backend is not reported any more. */
    public void unwatch(RunningBackend backend) {
        Watch watch = watches.remove(backend);
        if (watch != null) {
            watch.end();
            context.thread().execute(() -> forget(watch));
        }
    }

    /** Says that traffic could not reach it: out at once, and a probe decides. Cheap enough for an IO thread. */
    public void suspect(RunningBackend backend, String cause) {
        Watch watch = watches.get(backend);
        if (watch != null) {
            watch.suspect(cause);
        }
    }

    /** Says that a request failed there: a probe is to say whether that means anything. As cheap. */
    public void doubt(RunningBackend backend, String cause) {
        Watch watch = watches.get(backend);
        if (watch != null) {
            watch.doubt(cause);
        }
    }

    /** Says that there are new {@link RunningBackend#faults}: it is to be compared with its neighbours. As cheap. */
    public void compare(RunningBackend backend) {
        Watch watch = watches.get(backend);
        if (watch != null && watch.callForJudgement()) {
            context.thread().execute(() -> {
                PoolWatch pool = pools.get(backend.pool());
                if (pool != null) {
                    pool.judgeSoon();
                }
            });
        }
    }

    /** What has come of suspicions so far. */
    public long suspected(Suspicion suspicion) {
        return suspected.get(suspicion.ordinal());
    }

    public HealthReport report(RunningBackend backend) {
        Watch watch = watches.get(backend);
        return watch == null ? UNWATCHED : watch.report();
    }

    /** The latest transitions, oldest first. */
    public List<HealthEvent> history(RunningBackend backend) {
        Watch watch = watches.get(backend);
        return watch == null ? List.of() : watch.events();
    }

    public ProbeCounts counts(RunningBackend backend) {
        Watch watch = watches.get(backend);
        return watch == null ? new ProbeCounts(0, 0) : watch.counts();
    }

    /** Probes now, whatever the schedule; the result counts like any other. Fails for a backend that is not watched. */
    public CompletionStage<ProbeResult> probeOnce(RunningBackend backend) {
        Watch watch = watches.get(backend);
        if (watch == null) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "backend " + backend.id() + " of pool " + backend.pool() + " is not watched"));
        }
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        context.thread().execute(() -> watch.ask(result));
        return result;
    }

    /** Completes when no backend that is watched by now lacks its first result. Its stages run on the health thread. */
    public CompletionStage<Void> firstRound() {
        CompletableFuture<Void> round = new CompletableFuture<>();
        context.thread().execute(() -> {
            firstRounds.add(round);
            completeFirstRounds();
        });
        return round;
    }

    @Override
    public void close() {
        List.copyOf(watches.keySet()).forEach(this::unwatch);
        if (!closed.getAndSet(true)) {
            context.thread().execute(atEnd);
        }
    }

    private void begin(Watch watch) {
        pools.computeIfAbsent(watch.backend().pool(), name -> new PoolWatch(context))
                .add(watch);
        undecided++;
        watch.begin();
    }

    private void forget(Watch watch) {
        String pool = watch.backend().pool();
        PoolWatch members = pools.get(pool);
        if (members != null && members.remove(watch)) {
            pools.remove(pool);
        }
        if (watch.report().state() == HealthState.UNKNOWN) {
            undecided--;
            completeFirstRounds();
        }
    }

    private void reported(Watch watch, HealthReport before, HealthReport now) {
        RunningBackend backend = watch.backend();
        listeners.forEach(listener -> listener.changed(backend, now));
        if (before.state() != now.state()) {
            log(backend, now);
            told(watch, before.state(), now.state());
        }
        if (before.state() == HealthState.UNKNOWN && now.state() != HealthState.UNKNOWN) {
            undecided--;
            completeFirstRounds();
        }
    }

    /** What a watch cannot know or do alone. */
    private final class PoolObserver implements Watch.Observer {
        @Override
        public void reported(Watch watch, HealthReport before, HealthReport now) {
            HealthMonitor.this.reported(watch, before, now);
        }

        @Override
        public boolean mayLeave(Watch watch) {
            PoolWatch pool = pools.get(watch.backend().pool());
            return pool != null && pool.mayLeave(watch);
        }

        @Override
        public void counted(Watch watch, Suspicion suspicion) {
            suspected.incrementAndGet(suspicion.ordinal());
        }

        @Override
        public void probing(Watch watch, boolean possible, String cause) {
            RunningBackend backend = watch.backend();
            if (possible) {
                LOG.info("pool={} backend={} event=probed-again cause=\"{}\"", backend.pool(), backend.id(), cause);
            } else {
                LOG.warn("pool={} backend={} event=not-probed cause=\"{}\"", backend.pool(), backend.id(), cause);
            }
        }
    }

    private static void log(RunningBackend backend, HealthReport now) {
        if (now.state() == HealthState.UP) {
            LOG.info("pool={} backend={} event=up cause=\"{}\"", backend.pool(), backend.id(), now.reason());
        } else {
            String event = now.state().code();
            LOG.warn("pool={} backend={} event={} cause=\"{}\"", backend.pool(), backend.id(), event, now.reason());
        }
    }

    private void told(Watch watch, HealthState from, HealthState to) {
        PoolWatch pool = pools.get(watch.backend().pool());
        String allDown = pool == null ? null : pool.moved(watch, from, to);
        if (allDown != null) {
            LOG.error("pool={} event=all-down cause=\"{}\"", watch.backend().pool(), allDown);
        }
    }

    private void completeFirstRounds() {
        if (undecided == 0) {
            List<CompletableFuture<Void>> rounds = List.copyOf(firstRounds);
            firstRounds.clear();
            rounds.forEach(round -> round.complete(null));
        }
    }
}

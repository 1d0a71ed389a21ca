package dev.fairlead.server.health;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.health.probe.ProbeResult;
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

/** Watches backends and reports their health. Every method may be called from any thread and returns at once. */
public final class HealthMonitor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HealthMonitor.class);
    private static final HealthReport UNWATCHED = new HealthReport(HealthState.UNKNOWN, "not watched", Instant.EPOCH);

    private final MonitorContext context;
    private final Runnable atEnd;
    private final Map<RunningBackend, BackendMonitor> monitors = new ConcurrentHashMap<>();
    private final List<HealthListener> listeners = new CopyOnWriteArrayList<>();

    private final BackendMonitor.Observer observer = new PoolObserver();
    private final AtomicLongArray suspected = new AtomicLongArray(SuspicionOutcome.values().length);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** the fields below belong to the health thread */
    private final Map<String, PoolMonitor> pools = new HashMap<>();

    private final List<CompletableFuture<Void>> firstRounds = new ArrayList<>();
    private int undecided;

    /** @param atEnd runs on the health thread when all backends are let go */
    HealthMonitor(MonitorContext context, Runnable atEnd) {
        this.context = context;
        this.atEnd = atEnd;
    }

    public void subscribe(HealthListener listener) {
        listeners.add(listener);
    }

    /** Starts with a probe at once. A backend that is watched already gets the terms. */
    public void watch(RunningBackend backend, MonitorSettings terms) {
        BackendMonitor monitor = new BackendMonitor(backend, terms, context, observer);
        if (monitors.putIfAbsent(backend, monitor) == null) {
            context.thread().execute(() -> begin(monitor));
        } else {
            terms(backend, terms);
        }
    }

    /** Changes what is wanted of a backend; what is known of it stays. */
    public void terms(RunningBackend backend, MonitorSettings terms) {
        BackendMonitor monitor = monitors.get(backend);
        if (monitor != null) {
            context.thread().execute(() -> monitor.terms(terms));
        }
    }

    /** When it returns, the backend is not reported any more. */
    public void unwatch(RunningBackend backend) {
        BackendMonitor monitor = monitors.remove(backend);
        if (monitor != null) {
            monitor.end();
            context.thread().execute(() -> forget(monitor));
        }
    }

    /** Says that traffic could not reach it: out at once, and a probe decides. Cheap enough for an IO thread. */
    public void suspect(RunningBackend backend, String cause) {
        BackendMonitor monitor = monitors.get(backend);
        if (monitor != null) {
            monitor.suspect(cause);
        }
    }

    /** Says that a request failed there: a probe is to say whether that means anything. As cheap. */
    public void requestProbe(RunningBackend backend, String cause) {
        BackendMonitor monitor = monitors.get(backend);
        if (monitor != null) {
            monitor.requestProbe(cause);
        }
    }

    /** Says that there are new {@link RunningBackend#recentFailures}: it is to be compared with its neighbours. As cheap. */
    public void compare(RunningBackend backend) {
        BackendMonitor monitor = monitors.get(backend);
        if (monitor != null && monitor.callForJudgement()) {
            context.thread().execute(() -> {
                PoolMonitor pool = pools.get(backend.pool());
                if (pool != null) {
                    pool.judgeSoon();
                }
            });
        }
    }

    /** What has come of suspicions so far. */
    public long suspected(SuspicionOutcome suspicion) {
        return suspected.get(suspicion.ordinal());
    }

    public HealthReport report(RunningBackend backend) {
        BackendMonitor monitor = monitors.get(backend);
        return monitor == null ? UNWATCHED : monitor.report();
    }

    /** The latest transitions, oldest first. */
    public List<HealthEvent> history(RunningBackend backend) {
        BackendMonitor monitor = monitors.get(backend);
        return monitor == null ? List.of() : monitor.events();
    }

    public ProbeCounts counts(RunningBackend backend) {
        BackendMonitor monitor = monitors.get(backend);
        return monitor == null ? new ProbeCounts(0, 0) : monitor.counts();
    }

    /** Probes now, whatever the schedule; the result counts like any other. Fails for a backend that is not watched. */
    public CompletionStage<ProbeResult> probeOnce(RunningBackend backend) {
        BackendMonitor monitor = monitors.get(backend);
        if (monitor == null) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "backend " + backend.id() + " of pool " + backend.pool() + " is not watched"));
        }
        CompletableFuture<ProbeResult> result = new CompletableFuture<>();
        context.thread().execute(() -> monitor.ask(result));
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
        List.copyOf(monitors.keySet()).forEach(this::unwatch);
        if (!closed.getAndSet(true)) {
            context.thread().execute(atEnd);
        }
    }

    private void begin(BackendMonitor monitor) {
        pools.computeIfAbsent(monitor.backend().pool(), name -> new PoolMonitor(context))
                .add(monitor);
        undecided++;
        monitor.begin();
    }

    private void forget(BackendMonitor monitor) {
        String pool = monitor.backend().pool();
        PoolMonitor members = pools.get(pool);
        if (members != null && members.remove(monitor)) {
            pools.remove(pool);
        }
        if (monitor.report().state() == HealthState.UNKNOWN) {
            undecided--;
            completeFirstRounds();
        }
    }

    private void reported(BackendMonitor monitor, HealthReport before, HealthReport now) {
        RunningBackend backend = monitor.backend();
        listeners.forEach(listener -> listener.changed(backend, now));
        if (before.state() != now.state()) {
            logTransition(backend, now);
            told(monitor, before.state(), now.state());
        }
        if (before.state() == HealthState.UNKNOWN && now.state() != HealthState.UNKNOWN) {
            undecided--;
            completeFirstRounds();
        }
    }

    /** What the monitor of one backend cannot know or do alone. */
    private final class PoolObserver implements BackendMonitor.Observer {
        @Override
        public void reported(BackendMonitor monitor, HealthReport before, HealthReport now) {
            HealthMonitor.this.reported(monitor, before, now);
        }

        @Override
        public boolean mayLeave(BackendMonitor monitor) {
            PoolMonitor pool = pools.get(monitor.backend().pool());
            return pool != null && pool.mayLeave(monitor);
        }

        @Override
        public void counted(BackendMonitor monitor, SuspicionOutcome suspicion) {
            suspected.incrementAndGet(suspicion.ordinal());
        }

        @Override
        public void probing(BackendMonitor monitor, boolean possible, String cause) {
            RunningBackend backend = monitor.backend();
            if (possible) {
                log.info("pool={} backend={} event=probed-again cause=\"{}\"", backend.pool(), backend.id(), cause);
            } else {
                log.warn("pool={} backend={} event=not-probed cause=\"{}\"", backend.pool(), backend.id(), cause);
            }
        }
    }

    private static void logTransition(RunningBackend backend, HealthReport now) {
        if (now.state() == HealthState.UP) {
            log.info("pool={} backend={} event=up cause=\"{}\"", backend.pool(), backend.id(), now.reason());
        } else {
            String event = now.state().code();
            log.warn("pool={} backend={} event={} cause=\"{}\"", backend.pool(), backend.id(), event, now.reason());
        }
    }

    private void told(BackendMonitor monitor, HealthState from, HealthState to) {
        PoolMonitor pool = pools.get(monitor.backend().pool());
        String allDown = pool == null ? null : pool.moved(monitor, from, to);
        if (allDown != null) {
            log.error("pool={} event=all-down cause=\"{}\"", monitor.backend().pool(), allDown);
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

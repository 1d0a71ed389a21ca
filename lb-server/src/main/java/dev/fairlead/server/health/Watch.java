package dev.fairlead.server.health;

import dev.fairlead.server.backend.ProbeReport;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioExecutor;

/** One backend under watch: probes it when it is time and says when its state moves. Belongs to the health thread but where said. */
final class Watch {
    static final String NOT_PROBED = "not probed, health-check.type is none";

    /** Hears of every new report; called with the watch's lock held, so that a removed backend is not reported again. */
    interface Observer {
        void reported(Watch watch, HealthReport before, HealthReport now);
    }

    private final RunningBackend backend;
    private final WatchContext context;
    private final Observer observer;
    private final HealthMachine machine;
    private final HealthHistory history = new HealthHistory();
    private final List<CompletableFuture<ProbeResult>> askers = new ArrayList<>();

    /** the cause of a suspicion that the health thread has not seen yet; set by IO threads */
    private final AtomicReference<@Nullable String> suspicion = new AtomicReference<>();

    private volatile HealthReport report;
    private volatile long passed;
    private volatile long failed;

    /** written under the watch's lock by whoever ends it */
    private volatile boolean ended;

    private boolean queued;
    private Prober.@Nullable Probe underway;
    private @Nullable ProbeResult latest;
    private long startedAt;
    /** suspected while a probe was under way: its good answer may be older than what traffic saw */
    private boolean outdated;
    /** the policy changed while a probe was under way: it asked what nobody wants to know any more */
    private boolean superseded;

    private XnioExecutor.@Nullable Key timer;

    Watch(RunningBackend backend, HealthPolicy policy, WatchContext context, Observer observer) {
        this.backend = backend;
        this.context = context;
        this.observer = observer;
        machine = new HealthMachine(policy);
        report = new HealthReport(
                HealthState.UNKNOWN, "not probed yet", context.wallClock().instant());
    }

    /** From any thread. */
    RunningBackend backend() {
        return backend;
    }

    /** From any thread. */
    HealthReport report() {
        return report;
    }

    /** From any thread. */
    List<HealthEvent> events() {
        return history.events();
    }

    /** From any thread. */
    ProbeCounts counts() {
        return new ProbeCounts(passed, failed);
    }

    @Nullable
    ProbeResult latest() {
        return latest;
    }

    void begin() {
        if (machine.begin()) {
            moved(NOT_PROBED);
        } else {
            ask(false);
        }
    }

    /** What is known of the backend stays; it is asked in the new way at once. */
    void policy(HealthPolicy policy) {
        if (policy.equals(machine.policy())) {
            return;
        }
        superseded = underway != null;
        disarm();
        if (machine.policy(policy)) {
            moved(machine.probes() ? "health-check.type was changed" : NOT_PROBED);
        }
        if (machine.probes()) {
            ask(false);
        }
    }

    /** From any thread: at most one suspicion waits for the health thread, further ones add nothing. */
    void suspect(String cause) {
        if (report.state() == HealthState.UP && suspicion.compareAndSet(null, cause)) {
            context.thread().execute(this::suspected);
        }
    }

    private void suspected() {
        String cause = suspicion.getAndSet(null);
        long now = now();
        if (ended || cause == null || !machine.suspected(now)) {
            return;
        }
        outdated = underway != null;
        moved(cause);
        long hold = machine.holdNanos(now);
        if (!machine.probes()) {
            arm(hold, this::release);
        } else if (hold > 0) {
            arm(hold, () -> ask(true));
        } else {
            ask(true);
        }
    }

    private void release() {
        if (machine.released(now())) {
            moved("tried again after a pause, for want of probes");
        }
    }

    /** Answers {@code asker} with the next result; a probe that runs already is as good as a new one. */
    void ask(CompletableFuture<ProbeResult> asker) {
        if (ended) {
            asker.completeExceptionally(gone());
            return;
        }
        askers.add(asker);
        ask(true);
    }

    /** Starts a probe as soon as there is room, unless one is under way or waiting: never two at once. */
    private void ask(boolean urgent) {
        disarm();
        if (!ended && !queued && underway == null) {
            queued = true;
            context.gate().enter(this::launch, urgent);
        }
    }

    private void launch() {
        queued = false;
        if (ended || (!machine.probes() && askers.isEmpty())) {
            context.gate().leave();
            return;
        }
        startedAt = now();
        outdated = false;
        superseded = false;
        // The answer may come before start() has returned, so it takes a turn of its own.
        underway = context.prober()
                .start(backend, machine.policy(), result -> context.thread().execute(() -> finished(result)));
    }

    private void finished(ProbeResult result) {
        if (ended) {
            return;
        }
        underway = null;
        context.gate().leave();
        List<CompletableFuture<ProbeResult>> answered = List.copyOf(askers);
        askers.clear();
        record(result);
        if (machine.probes()) {
            judge(result);
        }
        // When they hear of the result it has counted: who asks for a probe looks at the health next.
        answered.forEach(asker -> asker.complete(result));
    }

    private void judge(ProbeResult result) {
        if (superseded || (outdated && result.healthy())) {
            ask(true);
            return;
        }
        if (machine.probed(result.healthy(), now()) || differs(result)) {
            moved(result.reason());
        }
        arm(Math.max(0, machine.pauseNanos(context.random()) - (now() - startedAt)), () -> ask(false));
    }

    /** A backend that stays down for another reason says so; one that is up has nothing to explain. */
    private boolean differs(ProbeResult result) {
        return machine.state() == HealthState.DOWN
                && !result.healthy()
                && !report.reason().equals(result.reason());
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the monitor's thread alone writes the counts
    private void record(ProbeResult result) {
        latest = result;
        if (result.healthy()) {
            passed++;
        } else {
            failed++;
        }
        backend.lastProbe(
                new ProbeReport(context.wallClock().instant(), result.took(), result.healthy(), result.reason()));
    }

    private void moved(String reason) {
        HealthReport before = report;
        HealthState state = machine.state();
        boolean same = before.state() == state;
        HealthReport next = new HealthReport(
                state, reason, same ? before.since() : context.wallClock().instant());
        synchronized (this) {
            if (ended) {
                return;
            }
            report = next;
            if (!same) {
                history.add(new HealthEvent(next.since(), before.state(), state, reason));
            }
            observer.reported(this, before, next);
        }
    }

    /** From any thread. When it returns nothing is reported any more, and the health thread will clean up. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        context.thread().execute(this::cleanUp);
    }

    private void cleanUp() {
        disarm();
        Prober.Probe probe = underway;
        if (probe != null) {
            underway = null;
            probe.cancel();
            context.gate().leave();
        }
        askers.forEach(asker -> asker.completeExceptionally(gone()));
        askers.clear();
    }

    private IllegalStateException gone() {
        return new IllegalStateException("backend " + backend.id() + " of pool " + backend.pool() + " was removed");
    }

    private void arm(long nanos, Runnable task) {
        disarm();
        timer = context.thread().executeAfter(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void disarm() {
        XnioExecutor.Key armed = timer;
        timer = null;
        if (armed != null) {
            armed.remove();
        }
    }

    private long now() {
        return context.nanoClock().getAsLong();
    }
}

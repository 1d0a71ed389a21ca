package dev.fairlead.server.health;

import dev.fairlead.server.backend.ProbeReport;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.desired.HealthPolicy;
import dev.fairlead.server.desired.HealthType;
import dev.fairlead.server.health.outlier.ComparedBackend;
import dev.fairlead.server.health.outlier.RecentOutcomes;
import dev.fairlead.server.health.probe.ProbeResult;
import dev.fairlead.server.health.probe.Prober;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Watches one backend: probes it when it is time and says when its state moves. Belongs to the health thread but where said. */
final class BackendMonitor implements ComparedBackend {
    static final String NOT_PROBED = "not probed, health-check.type is none";

    /** Who looks after all backends of a pool together. On the health thread. */
    interface Observer {
        /** Of every new report; with the monitor's lock held, so that a removed backend is not reported again. */
        void reported(BackendMonitor monitor, HealthReport before, HealthReport now);

        /** Whether one more of its pool may be out because of what traffic saw. */
        boolean mayLeave(BackendMonitor monitor);

        /** What came of a suspicion. */
        void counted(BackendMonitor monitor, SuspicionOutcome suspicion);

        /** Its probes cannot be made, or can be made again. */
        void probing(BackendMonitor monitor, boolean possible, String cause);
    }

    private final RunningBackend backend;
    private final MonitorContext context;
    private final Observer observer;
    private final HealthStateMachine machine;
    private final HealthHistory history = new HealthHistory();
    private final List<CompletableFuture<ProbeResult>> askers = new ArrayList<>();

    private final RequestedProbe requestedProbe = new RequestedProbe();
    private final RecentOutcomes outcomes;
    private final ReplaceableTimer timer;

    /** the cause of a suspicion that the health thread has not seen yet; set by IO threads */
    private final AtomicReference<@Nullable String> suspicion = new AtomicReference<>();

    /** faults were counted that nobody has looked at yet; set by IO threads */
    private final AtomicBoolean unjudged = new AtomicBoolean();

    private volatile MonitorSettings terms;
    private volatile String lastFailure = "";

    private volatile HealthReport report;
    private volatile long passed;
    private volatile long failed;

    /** written under the monitor's lock by whoever ends it */
    private volatile boolean ended;

    private boolean queued;
    private Prober.@Nullable Probe underway;
    private @Nullable ProbeResult latest;
    private long startedAt;
    /** suspected while a probe was under way: its good answer may be older than what traffic saw */
    private boolean outdated;
    /** a probe could not be made, and none was made since */
    private boolean unprobed;
    /** it would have been ejected, but for the others that are out; said once */
    private boolean kept;
    /** the policy changed while a probe was under way: it asked what nobody wants to know any more */
    private boolean superseded;

    BackendMonitor(RunningBackend backend, MonitorSettings terms, MonitorContext context, Observer observer) {
        this.backend = backend;
        this.terms = terms;
        this.context = context;
        this.observer = observer;
        outcomes = new RecentOutcomes(backend);
        machine = new HealthStateMachine(terms.probes());
        timer = new ReplaceableTimer(context.thread(), context.nanoClock());
        report = new HealthReport(
                HealthState.UNKNOWN, "not probed yet", context.wallClock().instant());
    }

    // The next four from any thread.

    RunningBackend backend() {
        return backend;
    }

    HealthReport report() {
        return report;
    }

    List<HealthEvent> events() {
        return history.events();
    }

    ProbeCounts counts() {
        return new ProbeCounts(passed, failed);
    }

    MonitorSettings terms() {
        return terms;
    }

    @Override
    public boolean isComparable() {
        return report.state() == HealthState.UP && terms.serves();
    }

    @Override
    public RecentOutcomes outcomes() {
        return outcomes;
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
    void terms(MonitorSettings next) {
        terms = next;
        HealthPolicy policy = next.probes();
        if (policy.equals(machine.policy())) {
            return;
        }
        superseded = underway != null;
        timer.disarm();
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
        if (ended || cause == null || machine.state() != HealthState.UP) {
            return;
        }
        if (!observer.mayLeave(this)) {
            keep();
            requestProbe(cause);
            return;
        }
        machine.suspected(now);
        outdated = underway != null;
        observer.counted(this, SuspicionOutcome.CONNECT);
        moved(cause);
        long hold = machine.holdNanos(now);
        if (!machine.probes()) {
            timer.arm(hold, this::release);
        } else if (hold > 0) {
            timer.arm(hold, () -> ask(true));
        } else {
            ask(true);
        }
    }

    /** From any thread: a request failed there, and a probe is to say whether that means anything. */
    void requestProbe(String cause) {
        lastFailure = cause;
        if (report.state() == HealthState.UP
                && terms.probes().type() != HealthType.NONE
                && requestedProbe.raise(cause)) {
            context.thread().execute(this::probeIfRequested);
        }
    }

    private void probeIfRequested() {
        if (ended || !machine.probes() || machine.state() != HealthState.UP) {
            requestedProbe.settle();
        } else if (requestedProbe.cause() != null && !queued && underway == null) {
            long wait = requestedProbe.waitNanos(now());
            if (wait == 0) {
                ask(true);
            } else if (!timer.isArmedWithin(wait)) {
                timer.arm(wait, () -> ask(true));
            }
        }
    }

    /** From any thread. @return whether the health thread is to be told that there are faults to judge */
    boolean callForJudgement() {
        return !unjudged.get() && unjudged.compareAndSet(false, true);
    }

    /** Faults that are counted from here on call anew. */
    void judging() {
        unjudged.set(false);
    }

    /** Requests fail there that its neighbours serve. */
    void eject(String cause) {
        if (ended) {
            return;
        }
        if (!observer.mayLeave(this)) {
            keep();
            return;
        }
        if (machine.ejected(now())) {
            outcomes.forget();
            observer.counted(this, SuspicionOutcome.RATE);
            moved(lastFailure.isEmpty() ? cause : cause + "; the last: " + lastFailure);
            timer.arm(machine.holdNanos(now()), machine.probes() ? () -> ask(true) : this::release);
        }
    }

    private void keep() {
        if (!kept) {
            kept = true;
            observer.counted(this, SuspicionOutcome.KEPT);
        }
    }

    private void release() {
        if (machine.released(now())) {
            moved("tried again after a pause, because it is not probed");
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
        timer.disarm();
        if (!ended && !queued && underway == null) {
            queued = true;
            context.limiter().enter(this::launch, urgent);
        }
    }

    private void launch() {
        queued = false;
        if (ended || (!machine.probes() && askers.isEmpty())) {
            context.limiter().leave();
            return;
        }
        startedAt = now();
        outdated = false;
        superseded = false;
        requestedProbe.probing(startedAt);
        // The answer may come before start() has returned, so it takes a turn of its own.
        underway = context.prober()
                .start(backend, machine.policy(), result -> context.thread().execute(() -> finished(result)));
    }

    private void finished(ProbeResult result) {
        if (ended) {
            return;
        }
        underway = null;
        context.limiter().leave();
        List<CompletableFuture<ProbeResult>> answered = List.copyOf(askers);
        askers.clear();
        if (result.asked()) {
            record(result);
        }
        possible(result);
        if (machine.probes() && result.asked()) {
            judge(result);
        } else if (machine.probes()) {
            requestedProbe.settle();
            timer.arm(machine.pauseUnprobedNanos(), () -> ask(false));
        } else if (machine.state() == HealthState.EJECTED) {
            timer.arm(machine.holdNanos(now()), this::release);
        }
        // When they hear of the result it has counted: who asks for a probe looks at the health next.
        answered.forEach(asker -> asker.complete(result));
    }

    private void judge(ProbeResult result) {
        if (superseded || (outdated && result.healthy())) {
            ask(true);
            return;
        }
        String failure = requestedProbe.cause();
        boolean asked = failure != null && machine.state() == HealthState.UP;
        if (machine.probed(result.healthy(), asked, now())) {
            if (asked) {
                observer.counted(this, SuspicionOutcome.PROBE);
            }
            moved(asked ? result.reason() + ", probed after " + failure : result.reason());
        } else if (differs(result)) {
            moved(result.reason());
        }
        if (machine.state() == HealthState.EJECTED) {
            timer.arm(machine.holdNanos(now()), () -> ask(true));
        } else {
            timer.arm(Math.max(0, machine.pauseNanos(context.random()) - (now() - startedAt)), () -> ask(false));
        }
        requestedProbe.probed();
        probeIfRequested();
    }

    /** A probe that could not be made says nothing of the backend, and is told once. */
    private void possible(ProbeResult result) {
        if (result.asked() == unprobed) {
            unprobed = !result.asked();
            Instant at = context.wallClock().instant();
            String cause = unprobed ? result.reason() : "it can be probed again";
            history.add(new HealthEvent(at, machine.state(), machine.state(), cause));
            observer.probing(this, result.asked(), cause);
        }
        if (unprobed
                && machine.state() == HealthState.UNKNOWN
                && !report.reason().equals(result.reason())) {
            moved(result.reason());
        }
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
        if (!same) {
            kept = false;
        }
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
        timer.disarm();
        Prober.Probe probe = underway;
        if (probe != null) {
            underway = null;
            probe.cancel();
            context.limiter().leave();
        }
        askers.forEach(asker -> asker.completeExceptionally(gone()));
        askers.clear();
    }

    private IllegalStateException gone() {
        return new IllegalStateException("backend " + backend.id() + " of pool " + backend.pool() + " was removed");
    }

    private long now() {
        return context.nanoClock().getAsLong();
    }
}

package dev.fairlead.server.shadow;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.TrafficObserver;
import dev.fairlead.server.virtual.VirtualLoad;
import org.jspecify.annotations.Nullable;

/** A real request that is replayed to a candidate. */
final class MirroredRequest implements TrafficObserver.AttemptObserver {
    private final EventQueue events;
    private final RunningBackend backend;
    private final long choiceNanos;

    /** Null when it has been shown: it is the largest part, and the rest may last. */
    private @Nullable RequestSnapshot request;

    // What follows belongs to the replay.

    /** What the request adds to; null if it was not counted. */
    @Nullable
    VirtualLoad load;

    /** Goes where the candidate would have sent this request, and takes as long; null if it has a time of its own. */
    @Nullable
    ShadowRequest shadowRequest;

    MirroredRequest(EventQueue events, RequestSnapshot request, Attempt attempt, long choiceNanos) {
        this.events = events;
        this.request = request;
        this.backend = attempt.backend();
        this.choiceNanos = choiceNanos;
    }

    /** Who was chosen for it. */
    RunningBackend backend() {
        return backend;
    }

    long choiceNanos() {
        return choiceNanos;
    }

    /** Can be had once. */
    RequestSnapshot takeRequest() {
        RequestSnapshot taken = request;
        if (taken == null) {
            throw new IllegalStateException("it has been shown already");
        }
        request = null;
        return taken;
    }

    @Override
    public void settled(Attempt attempt) {
        AttemptResult answer = AttemptResult.of(attempt);
        events.add(new RequestEvent.Settled(this, attempt.startNanos() + answer.latencyNanos(), answer));
    }

    @Override
    public void ended(Attempt attempt) {
        AttemptResult answer = AttemptResult.of(attempt);
        events.add(new RequestEvent.Ended(this, attempt.startNanos() + answer.totalNanos(), answer));
    }
}

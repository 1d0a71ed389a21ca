package dev.fairlead.server.shadow;

import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.Attempt;
import dev.fairlead.server.routing.Onlooker;
import dev.fairlead.server.virtual.Load;
import org.jspecify.annotations.Nullable;

/** A real request that a candidate is shown. */
final class Seen implements Onlooker.Follower {
    private final Sightings sightings;
    private final RunningBackend backend;
    private final long choiceNanos;

    /** Null when it has been shown: it is the largest part, and the rest may last. */
    private @Nullable SeenRequest request;

    // What follows belongs to the replay.

    /** What the request adds to; null if it was not counted. */
    @Nullable
    Load load;

    /** Goes where the candidate would have sent this request, and takes as long; null if it has a time of its own. */
    @Nullable
    Ghost ghost;

    Seen(Sightings sightings, SeenRequest request, Attempt attempt, long choiceNanos) {
        this.sightings = sightings;
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
    SeenRequest takeRequest() {
        SeenRequest taken = request;
        if (taken == null) {
            throw new IllegalStateException("it has been shown already");
        }
        request = null;
        return taken;
    }

    @Override
    public void settled(Attempt attempt) {
        Answer answer = Answer.of(attempt);
        sightings.add(new Moment.Settled(this, attempt.startNanos() + answer.latencyNanos(), answer));
    }

    @Override
    public void ended(Attempt attempt) {
        Answer answer = Answer.of(attempt);
        sightings.add(new Moment.Ended(this, attempt.startNanos() + answer.totalNanos(), answer));
    }
}

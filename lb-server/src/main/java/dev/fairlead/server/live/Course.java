package dev.fairlead.server.live;

import org.jspecify.annotations.Nullable;

/** A batch under way: what is asked for, and the rollout that prepares it. Belongs to the control thread. */
final class Course {
    private final Batch batch;
    private final Rollout rollout;
    private boolean prepared;
    private @Nullable Throwable failure;

    Course(Batch batch, Rollout rollout) {
        this.batch = batch;
        this.rollout = rollout;
    }

    Batch batch() {
        return batch;
    }

    Rollout rollout() {
        return rollout;
    }

    /** Its strategies are through; from here on nothing foreign is waited for. */
    void prepared(@Nullable Throwable cause) {
        prepared = true;
        failure = cause;
    }

    boolean isPrepared() {
        return prepared;
    }

    /** Why it could not be prepared; null if it could. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}

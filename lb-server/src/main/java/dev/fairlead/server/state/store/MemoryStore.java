package dev.fairlead.server.state.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps nothing longer than the process lives, which is as long as the caller's own memory. */
public final class MemoryStore implements RevisionStore {

    @Override
    public Recovered recover() {
        return Recovered.NOTHING;
    }

    @Override
    public void startFresh() {}

    @Override
    public CompletionStage<Void> append(List<Entry> entries) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory only";
    }
}

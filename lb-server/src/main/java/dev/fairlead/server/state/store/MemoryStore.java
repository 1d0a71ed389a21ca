package dev.fairlead.server.state.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps nothing beyond the life of the process, just like the caller's own memory. */
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

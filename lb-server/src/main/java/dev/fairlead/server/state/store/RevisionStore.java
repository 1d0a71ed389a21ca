package dev.fairlead.server.state.store;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what was accepted. One caller: first {@link #recover} or {@link #startFresh}, once and before anything else, then
 * any number of appends. Revisions are numbered by the caller.
 */
public interface RevisionStore extends AutoCloseable {

    /** What a former process left. */
    Recovered recover() throws StoreException;

    /**
     * In place of {@link #recover}: what a former process left is put aside without being read, and not deleted. Nothing
     * is stored yet.
     */
    void startFresh() throws StoreException;

    /**
     * Keeps all of these or none. Completes when they are durable, at once or on the store's own thread, or fails with a {@link
     * StoreException}, and then none of them will ever be recovered. Several appends may be under way; they are kept in
     * their order, and one that builds on a revision that was not kept fails too. A failure is not for ever: each append
     * tries anew.
     */
    CompletionStage<Void> append(List<Entry> entries);

    /** Waits for the appends that are under way. */
    @Override
    void close();
}

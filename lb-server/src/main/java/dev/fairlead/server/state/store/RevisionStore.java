package dev.fairlead.server.state.store;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps accepted revisions. Has one caller: first {@link #recover} or {@link #startFresh}, once and before anything
 * else, then any number of appends. The caller numbers the revisions.
 */
public interface RevisionStore extends AutoCloseable {

    /** The state left by a previous process. */
    Recovered recover() throws StoreException;

    /**
     * Instead of {@link #recover}: the state of a previous process is set aside without being read or deleted. Nothing
     * is stored yet.
     */
    void startFresh() throws StoreException;

    /**
     * Stores all of these or none. Completes when they are durable, immediately or on the store's own thread, or fails
     * with a {@link StoreException}; then none of them will ever be recovered. Several appends may be in progress; they
     * are stored in order, and one based on a revision that was not stored fails too. A failure is not permanent: each
     * append tries again.
     */
    CompletionStage<Void> append(List<Entry> entries);

    /** Waits for the appends that are under way. */
    @Override
    void close();
}

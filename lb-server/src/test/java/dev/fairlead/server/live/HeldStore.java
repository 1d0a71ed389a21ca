package dev.fairlead.server.live;

import dev.fairlead.server.state.store.Entry;
import dev.fairlead.server.state.store.Recovered;
import dev.fairlead.server.state.store.RevisionStore;
import dev.fairlead.server.state.store.StoreException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Lets the test decide when an append is durable, or that it fails. */
final class HeldStore implements RevisionStore {
    private final BlockingQueue<Append> appends = new LinkedBlockingQueue<>();

    record Append(List<Entry> entries, CompletableFuture<Void> answer) {
        void succeed() {
            answer.complete(null);
        }

        void fail(String sentence) {
            answer.completeExceptionally(new StoreException(sentence));
        }

        List<Long> revisions() {
            return entries.stream()
                    .filter(Entry.Accepted.class::isInstance)
                    .map(entry -> ((Entry.Accepted) entry).revision().number())
                    .toList();
        }
    }

    @Override
    public Recovered recover() {
        return Recovered.NOTHING;
    }

    @Override
    public void startFresh() {}

    @Override
    public CompletionStage<Void> append(List<Entry> entries) {
        Append append = new Append(List.copyOf(entries), new CompletableFuture<>());
        appends.add(append);
        return append.answer();
    }

    Append next() throws InterruptedException {
        Append append = appends.poll(20, TimeUnit.SECONDS);
        if (append == null) {
            throw new AssertionError("nothing was appended");
        }
        return append;
    }

    boolean isIdle() {
        return appends.isEmpty();
    }

    @Override
    public void close() {}
}

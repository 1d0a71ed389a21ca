package dev.fairlead.server.state.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps revisions in a folder. Everything that waits while the disk is busy is written next, with one write and one
 * sync: under load, appends share the disk's latency, and a single append never waits for others.
 */
public final class FileStore implements RevisionStore {
    private static final Logger log = LoggerFactory.getLogger(FileStore.class);

    /** A client would not repeat a request after ten thousand others. */
    static final int KEPT_REQUESTS = 10_000;

    /** A journal of a megabyte is read back in well under a second. */
    private static final long GROWTH = 1 << 20;

    private static final Duration BETWEEN_ATTEMPTS_TO_HEAL = Duration.ofSeconds(1);

    /** Limits the size of a frame in a burst. */
    private static final int MOST_AT_ONCE = 1000;

    private final Disk disk;
    private final Acknowledged acknowledged;
    private final Journal journal;
    private final Duration pause;
    private final BlockingQueue<Append> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "fairlead-store");

    /** Guarded by this, and so is adding to {@link #waiting}: nothing comes in behind the last one. */
    private boolean closed;

    private final Append last = new Append(List.of());

    private static final class Append {
        private final List<Entry> entries;
        private final CompletableFuture<Void> answer = new CompletableFuture<>();

        Append(List<Entry> entries) {
            this.entries = List.copyOf(entries);
        }
    }

    /** @param keptRevisions how many survive a restart */
    public FileStore(Path folder, int keptRevisions) {
        this(new FolderDisk(folder), new Acknowledged(keptRevisions, KEPT_REQUESTS), GROWTH, BETWEEN_ATTEMPTS_TO_HEAL);
    }

    FileStore(Disk disk, Acknowledged acknowledged, long growth, Duration pause) {
        this.disk = disk;
        this.acknowledged = acknowledged;
        this.journal = new Journal(disk, acknowledged, growth);
        this.pause = pause;
        thread.setDaemon(true);
    }

    @Override
    public Recovered recover() throws StoreException {
        return opened(journal::recover);
    }

    @Override
    public void startFresh() throws StoreException {
        opened(() -> {
            journal.startFresh();
            return Recovered.NOTHING;
        });
    }

    private interface Start {
        Recovered run() throws StoreException;
    }

    /** The journal is handed to the store's thread with its start. */
    private Recovered opened(Start start) throws StoreException {
        disk.open();
        boolean open = false;
        try {
            Recovered recovered = start.run();
            thread.start();
            open = true;
            return recovered;
        } finally {
            if (!open) {
                release();
            }
        }
    }

    @Override
    public synchronized CompletionStage<Void> append(List<Entry> entries) {
        Append append = new Append(entries);
        if (closed) {
            append.answer.completeExceptionally(new StoreException("the store in " + disk + " is closed"));
        } else {
            waiting.add(append);
        }
        return append.answer.minimalCompletionStage();
    }

    private void run() {
        try {
            for (boolean more = true; more; ) {
                more = turn();
            }
        } finally {
            journal.close();
            release();
        }
    }

    /** Whatever goes wrong, only {@link #close} ends the thread: appends would wait for ever, and changes for them. */
    private boolean turn() {
        try {
            List<Append> next = next();
            if (next.isEmpty()) {
                journal.heal();
            } else {
                store(next);
            }
            return !next.contains(last);
        } catch (Throwable unexpected) {
            log.error("event=store-task-failed cause=\"{}\"", unexpected.toString(), unexpected);
            return true;
        }
    }

    /** Everything that waits; nothing if there was nothing for so long that it is time to see to the disk. */
    private List<Append> next() throws InterruptedException {
        Append first = journal.isBroken() ? waiting.poll(pause.toNanos(), TimeUnit.NANOSECONDS) : waiting.take();
        List<Append> appends = new ArrayList<>();
        if (first != null) {
            appends.add(first);
            waiting.drainTo(appends, MOST_AT_ONCE);
        }
        return appends;
    }

    private void store(List<Append> appends) {
        Group group = new Group(acknowledged);
        List<Append> taken = new ArrayList<>();
        try {
            for (Append append : appends) {
                try {
                    group.add(append.entries);
                    taken.add(append);
                } catch (StoreException refused) {
                    append.answer.completeExceptionally(refused);
                }
            }
            journal.append(group);
            taken.forEach(append -> append.answer.complete(null));
            journal.replaceIfGrown();
        } catch (StoreException refused) {
            taken.forEach(append -> append.answer.completeExceptionally(refused));
        } catch (Throwable unexpected) { // whoever waits must be answered, and the next append finds this thread alive
            log.error("event=store-task-failed cause=\"{}\"", unexpected.toString(), unexpected);
            appends.forEach(append -> append.answer.completeExceptionally(
                    new StoreException("cannot store in " + disk + ": " + unexpected, unexpected)));
        }
    }

    private void release() {
        try {
            disk.close();
        } catch (IOException e) {
            log.debug("event=store-not-closed cause=\"{}\"", e.toString());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                waiting.add(last);
            }
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return disk.toString();
    }
}

package dev.fairlead.server.control.watch;

import dev.fairlead.control.v1.WatchStateRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.server.desired.DesiredState;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import dev.fairlead.server.state.Revision;
import dev.fairlead.server.state.RevisionHistory;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends changes to watchers. The control thread only signals that there is something new. This thread finds out what it
 * is, at a rate that leaves the processor to others, and serves the watchers that are ready to read.
 */
final class StateFeed implements AutoCloseable {

    /** Time between two checks: a burst of changes takes one check, and no one at a screen sees the difference. */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Messages for one watcher before the next one gets its turn. */
    private static final int TURN = 128;

    private final RoutingTables tables;
    private final RevisionHistory history;
    private final StateMessages messages;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean lookDue = new AtomicBoolean();
    private volatile long lookedAt = System.nanoTime() - PACE_NANOS;

    // The fields below belong to this thread, except for the counts that others read.
    private final ChangeLog changes;
    private final Set<StateWatcher> watchers = new LinkedHashSet<>();
    private volatile int watching;
    private final LongAdder resyncs = new LongAdder();

    StateFeed(RoutingTables tables, RevisionHistory history, ChangeLog changes, StateMessages messages) {
        this.tables = tables;
        this.history = history;
        this.changes = changes;
        this.messages = messages;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "fairlead-watch");
            named.setDaemon(true);
            return named;
        });
        tables.whenPublished(this::published);
    }

    /** On the control thread. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void published() {
        if (watching > 0 && lookDue.compareAndSet(false, true)) {
            long wait = Math.max(0, lookedAt + PACE_NANOS - System.nanoTime());
            thread.schedule(this::look, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void look() {
        lookDue.set(false);
        lookedAt = System.nanoTime();
        changes.update(tables.current());
        List.copyOf(watchers).forEach(this::serve);
    }

    /** Starts serving a caller; must be called within the call's own method. */
    void open(WatchStateRequest request, ServerCallStreamObserver<WatchStateResponse> call) {
        StateWatcher watcher = new StateWatcher(call, request.getPool(), changes, history, messages, resyncs);
        call.setOnCancelHandler(() -> thread.execute(() -> leave(watcher)));
        call.setOnReadyHandler(() -> thread.execute(() -> serve(watcher)));
        thread.execute(() -> enter(watcher, request, call));
    }

    private void enter(
            StateWatcher watcher, WatchStateRequest request, ServerCallStreamObserver<WatchStateResponse> call) {
        if (request.hasResumeRevision()) {
            long after = Integer.toUnsignedLong(request.getResumeRevision());
            Optional<Revision> known = history.find(after);
            if (known.isEmpty()) {
                call.onError(outOfRange(after));
                return;
            }
            bringUpToDate();
            watcher.resume(after, goneSince(known.get().desired()));
        } else {
            bringUpToDate();
        }
        watchers.add(watcher);
        count();
        // A table published between the check and the count has not woken this thread.
        if (tables.current().generation() != changes.table().generation()) {
            look();
        }
        serve(watcher);
    }

    private void bringUpToDate() {
        if (watchers.isEmpty()) {
            changes.restart(tables.current());
        } else {
            changes.update(tables.current());
        }
    }

    private List<ChangeLog.Key> goneSince(DesiredState then) {
        RoutingTable now = changes.table();
        List<ChangeLog.Key> gone = new ArrayList<>();
        then.pools().values().forEach(pool -> {
            PoolTable table = now.pool(pool.name());
            Set<String> present = new LinkedHashSet<>();
            if (table != null) {
                table.backends().forEach(view -> present.add(view.desired().id()));
            }
            pool.backends().stream()
                    .filter(backend -> !present.contains(backend.id()))
                    .forEach(backend -> gone.add(new ChangeLog.Key(pool.name(), backend.id())));
        });
        return gone;
    }

    private RuntimeException outOfRange(long after) {
        List<Revision> kept = history.all();
        String range = kept.isEmpty()
                ? "there are none yet"
                : "kept are " + kept.get(0).number() + " to "
                        + kept.get(kept.size() - 1).number();
        return Status.OUT_OF_RANGE
                .withDescription("revision " + after + " is not kept; " + range
                        + ". Watch without resume_revision to begin with a snapshot")
                .asRuntimeException();
    }

    private void serve(StateWatcher watcher) {
        if (watcher.hasHungUp()) {
            leave(watcher);
        } else if (watchers.contains(watcher) && watcher.serve(TURN)) {
            thread.execute(() -> serve(watcher));
        }
    }

    private void leave(StateWatcher watcher) {
        if (watchers.remove(watcher)) {
            count();
        }
    }

    private void count() {
        watching = watchers.size();
    }

    /** The number of callers being served. */
    int watchers() {
        return watching;
    }

    long resyncs() {
        return resyncs.sum();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}

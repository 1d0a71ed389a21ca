package dev.fairlead.server.control.drain;

import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.server.backend.InFlight;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.control.call.StatusMapper;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drains that somebody waits for, and the removals whose time runs. All of them are looked after on one thread that
 * reads two counters of each every few milliseconds; requests know nothing of it.
 */
@Singleton
public final class Drains implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Drains.class);

    /** Whether what was removed is empty, and may be forgotten, is looked at this often. */
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RoutingTables tables;
    private final StatusMapper statuses;
    private final ScheduledThreadPoolExecutor thread;

    @Inject
    public Drains(RoutingTables tables, StatusMapper statuses) {
        this.tables = tables;
        this.statuses = statuses;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "fairlead-drains");
            named.setDaemon(true);
            return named;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Tells a caller of {@code DrainBackend} what is left, until nothing is or the timeout has passed. To be called while
     * the call's own method runs.
     *
     * @param change ends when the drain is published, or with what stands in its way
     * @param timeout null to wait until nothing is left
     * @param waits whether more than one answer is wanted
     */
    @SuppressWarnings("FutureReturnValueIgnored") // both ways end with the caller
    public void follow(
            StreamObserver<DrainBackendResponse> caller,
            CompletionStage<StartedDrain> change,
            @Nullable Duration timeout,
            boolean waits) {
        ServerCallStreamObserver<DrainBackendResponse> call = (ServerCallStreamObserver<DrainBackendResponse>) caller;
        // Without a handler a message to someone who has hung up is an exception.
        call.setOnCancelHandler(() -> {});
        change.thenCompose(begun -> begun.backend().passed().thenApply(passed -> begun))
                .whenCompleteAsync(
                        (begun, failure) -> {
                            if (failure != null) {
                                call.onError(statuses.of(failure));
                            } else {
                                begin(call, begun, timeout, waits);
                            }
                        },
                        thread);
    }

    private void begin(
            ServerCallStreamObserver<DrainBackendResponse> call,
            StartedDrain begun,
            @Nullable Duration timeout,
            boolean waits) {
        boolean waitsOn = waits && !begun.outcome().getValidateOnly();
        new DrainWatch(call, begun, tables, timeout, System.nanoTime()).begin(thread, waitsOn);
    }

    /**
     * Ends what still runs at a backend when this time has passed since its removal, unless it was added again meanwhile.
     *
     * @param removed the one that ran for the declaration; in the published table it is not any more
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it cannot fail but by the end of the process
    public void cutAfter(RunningBackend removed, Duration patience) {
        long deadline = System.nanoTime() + Math.max(0, nanos(patience));
        removed.passed().thenRunAsync(() -> cutOrWait(removed, deadline), thread);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void cutOrWait(RunningBackend removed, long deadline) {
        InFlight left = removed.left();
        if (left.isEmpty() || isBack(removed)) {
            return;
        }
        long wait = deadline - System.nanoTime();
        if (wait > 0) {
            thread.schedule(() -> cutOrWait(removed, deadline), Math.min(wait, FORGET_NANOS), TimeUnit.NANOSECONDS);
            return;
        }
        log.warn(
                "pool={} backend={} event=cut requests={} tunnels={} cause=\"its drain timeout is over\"",
                removed.pool(),
                removed.id(),
                left.requests(),
                left.tunnels());
        removed.cut();
    }

    /** Added again before it was let go of, it is the same one, with its connections. */
    private boolean isBack(RunningBackend removed) {
        PoolTable pool = tables.current().pool(removed.pool());
        return pool != null && pool.backends().stream().anyMatch(view -> view.running() == removed);
    }

    /** How many drains and removals are looked after. */
    int watched() {
        return thread.getQueue().size();
    }

    /** Centuries are as good as for ever. */
    static long nanos(Duration duration) {
        return duration.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE / 2 : duration.toNanos();
    }

    /** Who waits is not told any more; what runs goes on. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}

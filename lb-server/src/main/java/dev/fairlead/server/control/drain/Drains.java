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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The drains with waiting callers, and the removals with a drain timeout. One thread handles all of them: it reads two
 * counters of each every few milliseconds. The request path is not involved.
 */
@Singleton
public final class Drains implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Drains.class);

    /** How often removed backends are checked for being empty. */
    private static final long FORGET_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RoutingTables tables;
    private final StatusMapper statuses;
    private final LongSupplier nanoClock;
    private final ScheduledThreadPoolExecutor thread;

    @Inject
    public Drains(RoutingTables tables, StatusMapper statuses) {
        this(tables, statuses, System::nanoTime);
    }

    /** @param nanoClock the clock used for all requests */
    Drains(RoutingTables tables, StatusMapper statuses, LongSupplier nanoClock) {
        this.tables = tables;
        this.statuses = statuses;
        this.nanoClock = nanoClock;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "fairlead-drains");
            named.setDaemon(true);
            return named;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /**
     * Reports to a caller of {@code DrainBackend} what is left, until the backend is empty or the timeout passes. Must
     * be called within the call's own method.
     *
     * @param change completes when the drain is published, or fails with the reason
     * @param timeout null to wait until the backend is empty
     * @param waits whether more than one answer is wanted
     */
    @SuppressWarnings("FutureReturnValueIgnored") // either way, the caller gets the result
    public void follow(
            StreamObserver<DrainBackendResponse> caller,
            CompletionStage<StartedDrain> change,
            @Nullable Duration timeout,
            boolean waits) {
        ServerCallStreamObserver<DrainBackendResponse> call = (ServerCallStreamObserver<DrainBackendResponse>) caller;
        // Without a handler, a message to a caller who has gone throws an exception.
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
        new DrainWatch(call, begun, tables, timeout, nanoClock).begin(thread, waitsOn);
    }

    /**
     * Cuts the requests still running at a backend this long after its removal, unless it was added again.
     *
     * @param removed the running backend, which is no longer in the published table
     */
    @SuppressWarnings("FutureReturnValueIgnored") // it can fail only when the process ends
    public void cutAfter(RunningBackend removed, Duration patience) {
        long deadline = nanoClock.getAsLong() + Math.max(0, nanos(patience));
        removed.passed().thenRunAsync(() -> cutOrWait(removed, deadline), thread);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void cutOrWait(RunningBackend removed, long deadline) {
        InFlight left = removed.left();
        if (left.isEmpty() || isBack(removed)) {
            return;
        }
        long wait = deadline - nanoClock.getAsLong();
        if (wait > 0) {
            thread.schedule(() -> cutOrWait(removed, deadline), Math.min(wait, FORGET_NANOS), TimeUnit.NANOSECONDS);
            return;
        }
        log.warn(
                "pool={} backend={} event=cut requests={} tunnels={} cause=\"its drain timeout has passed\"",
                removed.pool(),
                removed.id(),
                left.requests(),
                left.tunnels());
        removed.cut();
    }

    /** If it is added again before it was released, it is the same backend with the same connections. */
    private boolean isBack(RunningBackend removed) {
        PoolTable pool = tables.current().pool(removed.pool());
        return pool != null && pool.backends().stream().anyMatch(view -> view.running() == removed);
    }

    /** How many drains and removals are being handled. */
    int watched() {
        return thread.getQueue().size();
    }

    /** Limits the time to a few centuries, to avoid an overflow. */
    static long nanos(Duration duration) {
        return duration.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE / 2 : duration.toNanos();
    }

    /** Waiting callers get no more reports; requests in flight continue. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}

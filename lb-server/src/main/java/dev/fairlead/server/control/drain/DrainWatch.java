package dev.fairlead.server.control.drain;

import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.server.backend.InFlight;
import dev.fairlead.server.backend.RunningBackend;
import dev.fairlead.server.routing.BackendView;
import dev.fairlead.server.routing.PoolTable;
import dev.fairlead.server.routing.RoutingTable;
import dev.fairlead.server.routing.RoutingTables;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One caller who waits for one backend to become empty. It gets the first and the last state, and the changes in
 * between, at a rate that a terminal can follow and never faster than it reads. Runs only on the thread of the drains.
 */
final class DrainWatch {

    /** How often the counters are checked, and so how late the end may be noticed. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ServerCallStreamObserver<DrainBackendResponse> caller;
    private final StartedDrain begun;
    private final RunningBackend backend;
    private final RoutingTables tables;
    private final boolean limited;
    private final long deadline;

    private InFlight told = new InFlight(0, 0);
    private long toldAt;
    private long seenGeneration;
    private @Nullable ScheduledFuture<?> looks;

    /** @param timeout null for none */
    DrainWatch(
            ServerCallStreamObserver<DrainBackendResponse> caller,
            StartedDrain begun,
            RoutingTables tables,
            @Nullable Duration timeout,
            long nowNanos) {
        this.caller = caller;
        this.begun = begun;
        this.backend = begun.backend();
        this.tables = tables;
        this.limited = timeout != null;
        this.deadline = timeout == null ? 0 : nowNanos + Drains.nanos(timeout);
        this.toldAt = nowNanos;
    }

    void begin(ScheduledExecutorService thread, boolean waits) {
        InFlight left = backend.left();
        boolean over = left.isEmpty();
        if (over || !waits) {
            tell(left, over, false, true);
            caller.onCompleted();
            return;
        }
        tell(left, false, false, true);
        looks = thread.scheduleWithFixedDelay(this::look, LOOK_NANOS, LOOK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void look() {
        if (caller.isCancelled()) {
            end();
            return;
        }
        InFlight left = backend.left();
        long now = System.nanoTime();
        if (left.isEmpty() || (limited && now - deadline >= 0)) {
            tell(left, left.isEmpty(), !left.isEmpty(), false);
            caller.onCompleted();
            end();
        } else if (takesRequestsAgain()) {
            caller.onError(Status.ABORTED
                    .withDescription("backend " + backend.id() + " of pool " + backend.pool()
                            + " takes requests again since revision "
                            + tables.current().revision() + ": it was set to ready while it drained")
                    .asRuntimeException());
            end();
        } else if (!left.equals(told) && now - toldAt >= PACE_NANOS && caller.isReady()) {
            tell(left, false, false, false);
            toldAt = now;
        }
    }

    /** Someone has ended the drain; then the backend may never become empty. */
    private boolean takesRequestsAgain() {
        RoutingTable table = tables.current();
        if (table.generation() == seenGeneration) {
            return false;
        }
        seenGeneration = table.generation();
        PoolTable pool = table.pool(backend.pool());
        return pool != null
                && pool.inRotation().stream().map(BackendView::running).anyMatch(running -> running == backend);
    }

    private void tell(InFlight left, boolean drained, boolean timedOut, boolean first) {
        DrainBackendResponse.Builder answer = DrainBackendResponse.newBuilder()
                .setRevision((int) begun.revision())
                .setRequests(left.requests())
                .setTunnels(left.tunnels())
                .setDrained(drained)
                .setTimedOut(timedOut);
        if (first) {
            answer.setOutcome(begun.outcome());
        }
        told = left;
        caller.onNext(answer.build());
    }

    private void end() {
        if (looks != null) {
            looks.cancel(false);
        }
    }
}

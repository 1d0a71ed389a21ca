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
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One caller who waits for one backend to become empty. It gets the first and the last state, and the changes in
 * between, at a rate that a terminal can follow and never faster than it reads. Runs only on the thread of the drains.
 */
final class DrainWatch {

    /** How often the counters are checked, and so how late the end may be noticed. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** Clients who are between two requests of a session come back within this time. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ServerCallStreamObserver<DrainBackendResponse> caller;
    private final StartedDrain begun;
    private final RunningBackend backend;
    private final RoutingTables tables;
    private final LongSupplier nanoClock;
    private final long begunAt;
    private final boolean limited;
    private final long deadline;

    private InFlight told = new InFlight(0, 0);
    private long toldAt;
    private long seenGeneration;
    private boolean takesRequests;
    private boolean leftToSessions;
    private @Nullable ScheduledFuture<?> looks;

    /** @param timeout null for none */
    DrainWatch(
            ServerCallStreamObserver<DrainBackendResponse> caller,
            StartedDrain begun,
            RoutingTables tables,
            @Nullable Duration timeout,
            LongSupplier nanoClock) {
        this.caller = caller;
        this.begun = begun;
        this.backend = begun.backend();
        this.tables = tables;
        this.nanoClock = nanoClock;
        this.begunAt = nanoClock.getAsLong();
        this.limited = timeout != null;
        this.deadline = timeout == null ? 0 : begunAt + Drains.nanos(timeout);
        this.toldAt = begunAt;
    }

    void begin(ScheduledExecutorService thread, boolean waits) {
        lookAtTable();
        InFlight left = backend.left();
        boolean over = isDrained(left, begunAt);
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
        lookAtTable();
        InFlight left = backend.left();
        long now = nanoClock.getAsLong();
        boolean over = isDrained(left, now);
        if (over || (limited && now - deadline >= 0)) {
            tell(left, over, !over, false);
            caller.onCompleted();
            end();
        } else if (takesRequests) {
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

    /** If someone has ended the drain, the backend may never become empty; and a dead one keeps no sessions. */
    private void lookAtTable() {
        RoutingTable table = tables.current();
        if (table.generation() == seenGeneration) {
            return;
        }
        seenGeneration = table.generation();
        PoolTable pool = table.pool(backend.pool());
        takesRequests = pool != null
                && pool.inRotation().stream().map(BackendView::running).anyMatch(running -> running == backend);
        leftToSessions = pool != null && pool.isLeftToSessions(backend);
    }

    /** Nothing runs there, and no session has come for a while. */
    private boolean isDrained(InFlight left, long now) {
        if (!left.isEmpty() || !leftToSessions) {
            return left.isEmpty();
        }
        OptionalLong last = backend.lastSession();
        long since = last.isPresent() && last.getAsLong() - begunAt > 0 ? last.getAsLong() : begunAt;
        return now - since >= QUIET_NANOS;
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

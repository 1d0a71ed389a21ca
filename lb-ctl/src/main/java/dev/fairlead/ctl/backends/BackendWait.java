package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.WatchServiceGrpc;
import dev.fairlead.control.v1.WatchStateRequest;
import dev.fairlead.control.v1.WatchStateResponse;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.connect.CallFailure;
import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import dev.fairlead.ctl.value.States;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Watches a backend until it reaches a state. */
final class BackendWait {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Session session;
    private final String id;
    private @Nullable Backend last;

    BackendWait(Session session, String id) {
        this.session = session;
        this.id = id;
    }

    /** Without probes a backend is never up but takes requests anyway. */
    Backend untilUp() {
        Duration patience = session.timeout() == null ? PATIENCE : session.timeout();
        return until(backend -> backend.getHealth() == Backend.Health.up || backend.getEligible(), "up", patience);
    }

    Backend untilEmpty() {
        return until(
                backend -> {
                    if (backend.getInFlight() > 0) {
                        session.output().say(left(backend.getInFlight() - backend.getTunnels(), backend.getTunnels()));
                    }
                    return backend.getInFlight() == 0;
                },
                "empty",
                session.timeout());
    }

    /** "3 requests and 1 tunnel left" */
    static String left(int requests, int tunnels) {
        return Figures.count(requests, "request") + " and " + Figures.count(tunnels, "tunnel") + " left";
    }

    private Backend until(Predicate<Backend> reached, String goal, @Nullable Duration patience) {
        try {
            session.connection().stream(
                    WatchServiceGrpc.getWatchStateMethod(),
                    WatchStateRequest.newBuilder().setPool(session.poolName()).build(),
                    patience,
                    event -> !isReached(event, reached));
        } catch (CallFailure e) {
            if (e.code() == Status.Code.UNIMPLEMENTED) {
                return ask(reached, goal, patience);
            }
            if (e.code() != Status.Code.DEADLINE_EXCEEDED) {
                throw e;
            }
            throw late(goal, patience);
        }
        if (last == null || !reached.test(last)) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "the server went away before backend " + id + " was " + goal + lastSeen());
        }
        return last;
    }

    /** For a server without watches: polls. */
    private Backend ask(Predicate<Backend> reached, String goal, @Nullable Duration patience) {
        GetBackendRequest request =
                GetBackendRequest.newBuilder().setPool(session.pool()).setId(id).build();
        long begin = System.nanoTime();
        Backend now =
                session.call(BackendServiceGrpc.getGetBackendMethod(), request).getBackend();
        while (!reached.test(now)) {
            last = now;
            if (patience != null && System.nanoTime() - begin > patience.toNanos()) {
                throw late(goal, patience);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            now = session.call(BackendServiceGrpc.getGetBackendMethod(), request)
                    .getBackend();
        }
        return now;
    }

    private CommandFailure late(String goal, @Nullable Duration patience) {
        return new CommandFailure(
                ExitCode.TIMED_OUT,
                "backend " + id + " is not " + goal + (patience == null ? "" : " after " + Spans.text(patience))
                        + lastSeen());
    }

    private boolean isReached(WatchStateResponse event, Predicate<Backend> reached) {
        switch (event.getEventCase()) {
            case SNAPSHOT ->
                last = event.getSnapshot().getBackendsList().stream()
                        .filter(backend -> backend.getId().equals(id))
                        .findFirst()
                        .orElseThrow(this::removed);
            case BACKEND_CHANGED -> {
                Backend changed = event.getBackendChanged().getBackend();
                if (!changed.getId().equals(id)) {
                    return false;
                }
                last = changed;
            }
            case BACKEND_REMOVED -> {
                if (event.getBackendRemoved().getId().equals(id)) {
                    throw removed();
                }
                return false;
            }
            default -> {
                return false;
            }
        }
        return last != null && reached.test(last);
    }

    private CommandFailure removed() {
        return new CommandFailure(
                ExitCode.NOT_FOUND,
                "backend " + id + " was removed from pool " + session.poolName() + " in the meantime");
    }

    private String lastSeen() {
        Backend seen = last;
        if (seen == null) {
            return "; its state was never seen";
        }
        return "; last seen: " + States.health(seen.getHealth())
                + ", " + Figures.count(seen.getInFlight(), "request") + " in flight"
                + (seen.getReason().isEmpty() ? "" : " (" + seen.getReason() + ")");
    }
}

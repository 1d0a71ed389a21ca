package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.control.v1.RemoveBackendRequest;
import dev.fairlead.control.v1.RemoveBackendResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.value.Spans;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backends remove} */
@Command(
        name = "remove",
        description = {
            "Remove a backend. It gets no new requests, and requests in flight finish.",
            "With --drain-timeout or --wait it is drained first, and lb-ctl reports what is left; requests that outlast the"
                    + " drain timeout are cut off."
        },
        sortOptions = false)
final class RemoveBackend extends ChangeCommand {

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id;

    @Option(
            names = "--drain-timeout",
            paramLabel = "DURATION",
            description = "How long requests in flight may take. Default: no limit")
    private @Nullable Duration drainTimeout;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    RemoveBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        RemoveBackendRequest.Builder request =
                RemoveBackendRequest.newBuilder().setPool(session.pool()).setId(id);
        long revision = 0;
        if (!isDryRun() && (drainTimeout != null || isWaiting())) {
            DrainBackendResponse left = drain(session);
            revision = left.getRevision();
            if (left.getTimedOut()) {
                request.setDrainTimeout(Spans.proto(Duration.ZERO));
            }
        } else if (drainTimeout != null) {
            request.setDrainTimeout(Spans.proto(drainTimeout));
        }
        RemoveBackendResponse answer =
                sendAfter(session, revision, BackendServiceGrpc.getRemoveBackendMethod(), request.build());
        announce(
                session,
                answer.getOutcome(),
                answer.getRevision(),
                "backend " + id + " removed from pool " + session.poolName());
        return summed(session, answer, answer.getOutcome(), id);
    }

    private DrainBackendResponse drain(Session session) {
        DrainBackendRequest.Builder request =
                DrainBackendRequest.newBuilder().setPool(session.pool()).setId(id);
        Duration patience = drainTimeout == null ? session.timeout() : drainTimeout;
        if (patience != null) {
            request.setTimeout(Spans.proto(patience));
        }
        Drain drain = new Drain(session, id);
        DrainBackendResponse end = drain.watch(
                filled(request.build()),
                first -> announce(
                        session,
                        first.getOutcome(),
                        first.getRevision(),
                        "backend " + id + " is draining before its removal"));
        if (end.getTimedOut() && drainTimeout == null) {
            throw drain.late("the drain continues, and the backend was not removed");
        }
        return end;
    }
}

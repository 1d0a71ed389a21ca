package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.DrainBackendRequest;
import dev.fairlead.control.v1.DrainBackendResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.value.Spans;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backends drain} */
@Command(
        name = "drain",
        description = {
            "Send a backend no new requests; requests in flight finish.",
            "--wait reports what is left until the backend is empty or --timeout passes; the drain continues either way."
        },
        sortOptions = false)
final class DrainBackend extends ChangeCommand {

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    DrainBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        DrainBackendRequest.Builder request = DrainBackendRequest.newBuilder()
                .setPool(session.pool())
                .setId(id)
                .setNoWait(!isWaiting());
        if (session.timeout() != null) {
            request.setTimeout(Spans.proto(session.timeout()));
        }
        Drain drain = new Drain(session, id);
        DrainBackendResponse end = drain.watch(
                filled(request.build()),
                first -> announce(
                        session,
                        first.getOutcome(),
                        first.getRevision(),
                        "backend " + id + " is draining, "
                                + BackendWait.left(first.getRequests(), first.getTunnels())));
        if (end.getTimedOut()) {
            throw drain.late("the drain continues");
        }
        return isWaiting() ? ExitCode.OK : summed(session, end, end.getOutcome(), id);
    }
}

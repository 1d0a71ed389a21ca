package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.GetBackendRequest;
import dev.fairlead.control.v1.GetBackendResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backends show} */
@Command(name = "show", description = "Show everything known about one backend.", sortOptions = false)
final class ShowBackend extends ReadCommand {

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    ShowBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetBackendResponse answer = session.call(
                BackendServiceGrpc.getGetBackendMethod(),
                GetBackendRequest.newBuilder().setPool(session.pool()).setId(id).build());
        session.output()
                .facts(
                        answer,
                        answer.getBackend().getId(),
                        BackendTable.facts(answer.getBackend(), surroundings().zone()));
        return ExitCode.OK;
    }
}

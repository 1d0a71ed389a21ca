package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.ListBackendsResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code backends list} */
@Command(
        name = "list",
        description = "List the backends of a pool: how each is configured, its health, and why it takes no requests.",
        sortOptions = false)
final class ListBackends extends ReadCommand {

    ListBackends(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ListBackendsResponse answer = session.call(
                BackendServiceGrpc.getListBackendsMethod(),
                ListBackendsRequest.newBuilder().setPool(session.pool()).build());
        session.output().list(answer, answer.getBackendsList(), BackendTable.LAYOUT);
        return ExitCode.OK;
    }
}

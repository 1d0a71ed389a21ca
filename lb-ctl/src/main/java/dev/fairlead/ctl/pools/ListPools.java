package dev.fairlead.ctl.pools;

import dev.fairlead.control.v1.ListPoolsRequest;
import dev.fairlead.control.v1.ListPoolsResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code pools list} */
@Command(name = "list", description = "List the pools.", sortOptions = false)
final class ListPools extends ReadCommand {

    ListPools(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ListPoolsResponse answer =
                session.call(PoolServiceGrpc.getListPoolsMethod(), ListPoolsRequest.getDefaultInstance());
        session.output().list(answer, answer.getPoolsList(), PoolTable.LAYOUT);
        return ExitCode.OK;
    }
}

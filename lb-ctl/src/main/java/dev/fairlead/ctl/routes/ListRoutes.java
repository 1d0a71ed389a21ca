package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.ListRoutesRequest;
import dev.fairlead.control.v1.ListRoutesResponse;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code routes list} */
@Command(
        name = "list",
        description = {
            "List the routes in the order in which they are tried.",
            "In MATCH, ~ stands before a regular expression, and a path without 'exactly' includes what lies below it."
        },
        sortOptions = false)
final class ListRoutes extends ReadCommand {

    ListRoutes(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ListRoutesResponse answer =
                session.call(RouteServiceGrpc.getListRoutesMethod(), ListRoutesRequest.getDefaultInstance());
        session.output().list(answer, answer.getRoutesList(), RouteTable.LAYOUT);
        if (answer.getRoutesCount() == 0 && session.output().isForPeople()) {
            session.output().say("no routes: every request goes to pool default");
        }
        return ExitCode.OK;
    }
}

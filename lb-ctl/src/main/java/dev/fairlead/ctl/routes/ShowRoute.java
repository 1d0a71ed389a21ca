package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.GetRouteRequest;
import dev.fairlead.control.v1.GetRouteResponse;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code routes show} */
@Command(
        name = "show",
        description = "Show which requests a route is for and what becomes of them.",
        sortOptions = false)
final class ShowRoute extends ReadCommand {

    @Parameters(paramLabel = "ROUTE", description = "The route.")
    private String name;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    ShowRoute(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetRouteResponse answer = session.call(
                RouteServiceGrpc.getGetRouteMethod(),
                GetRouteRequest.newBuilder().setName(name).build());
        session.output().facts(answer, answer.getRoute().getName(), new RouteFacts(answer.getRoute()).all());
        return ExitCode.OK;
    }
}

package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.MoveRouteRequest;
import dev.fairlead.control.v1.MoveRouteResponse;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code routes move} */
@Command(
        name = "move",
        description =
                "Change the order: try a route before the one that --before names or, without it, after all others.",
        sortOptions = false)
final class MoveRoute extends ChangeCommand {

    @Parameters(paramLabel = "ROUTE", description = "The route to move.")
    private String name;

    @Option(
            names = "--before",
            paramLabel = "ROUTE",
            description = "The route that it is tried before. Default: it is tried last")
    private String before = "";

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    MoveRoute(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        MoveRouteResponse answer = send(
                session,
                RouteServiceGrpc.getMoveRouteMethod(),
                MoveRouteRequest.newBuilder().setName(name).setBefore(before).build());
        announce(
                session,
                answer.getOutcome(),
                answer.getRevision(),
                "route " + name + " moved " + (before.isEmpty() ? "to the end" : "before " + before));
        return summed(session, answer, answer.getOutcome(), name);
    }
}

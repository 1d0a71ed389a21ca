package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.RemoveRouteRequest;
import dev.fairlead.control.v1.RemoveRouteResponse;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code routes remove} */
@Command(
        name = "remove",
        description = {
            "Remove a route. Requests that it had go to the next one that matches, or to pool default.",
            "On a terminal it asks first."
        },
        sortOptions = false)
final class RemoveRoute extends ChangeCommand {

    @Parameters(paramLabel = "ROUTE", description = "The route.")
    private String name;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    RemoveRoute(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        RemoveRouteResponse answer = sendIfSure(
                session,
                RouteServiceGrpc.getRemoveRouteMethod(),
                RemoveRouteRequest.newBuilder().setName(name).build(),
                RemoveRouteResponse::getOutcome,
                "Remove route " + name + "?");
        announce(session, answer.getOutcome(), answer.getRevision(), "route " + name + " removed");
        return summed(session, answer, answer.getOutcome(), name);
    }
}

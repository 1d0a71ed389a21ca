package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.AddRouteRequest;
import dev.fairlead.control.v1.AddRouteResponse;
import dev.fairlead.control.v1.Route;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code routes add} */
@Command(
        name = "add",
        description = {
            "Add a route, by the keys of the configuration file: which requests it is for, and a pool, split, redirect or"
                    + " respond. It is tried after all others, or before the one that --before names.",
            "lb-ctl routes add api match.host=api.example.com match.path=/v1 pool=api --before web"
        },
        sortOptions = false)
final class AddRoute extends ChangeCommand {

    @Parameters(index = "0", paramLabel = "NAME", description = "Its name: letters, digits, - and _.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "Its settings; lists with commas. 'routes get' lists them.")
    private List<String> settings = List.of();

    @Option(
            names = "--before",
            paramLabel = "ROUTE",
            description = "The route that it is tried before. Default: it is tried last")
    private String before = "";

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    AddRoute(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected void check() {
        super.check();
        String problem = words().problem();
        if (problem != null) {
            throw usage(problem);
        }
    }

    private RouteWords words() {
        return new RouteWords("add", name, settings, pool());
    }

    @Override
    protected int run(Session session) {
        AddRouteResponse answer = send(
                session,
                RouteServiceGrpc.getAddRouteMethod(),
                AddRouteRequest.newBuilder()
                        .setRoute(Route.newBuilder().setName(name))
                        .setBefore(before)
                        .putAllSettings(Pair.map(words().pairs()))
                        .build());
        announce(session, answer.getOutcome(), answer.getRevision(), "route " + name + " added");
        return shown(session, answer, answer.getOutcome(), List.of(answer.getRoute()), RouteTable.LAYOUT);
    }
}

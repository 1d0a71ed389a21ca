package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.Route;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.UpdateRouteRequest;
import dev.fairlead.control.v1.UpdateRouteResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.settings.Settings;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code routes set} */
@Command(
        name = "set",
        description = {
            "Change the settings of a route, by the keys of the configuration file. Settings that you leave out stay as they"
                    + " are; an empty value clears a text or a list.",
            "lb-ctl routes set canary split=stable=90,canary=10   lb-ctl routes set api pool= redirect.to=https://example.com/"
        },
        sortOptions = false)
final class SetRoute extends ChangeCommand {

    @Parameters(index = "0", paramLabel = "ROUTE", description = "The route.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "What to set; lists with commas. 'routes get' lists the settings.")
    private List<String> settings = List.of();

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    SetRoute(Surroundings surroundings) {
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
        return new RouteWords("set", name, settings, pool());
    }

    @Override
    protected int run(Session session) {
        List<Pair> typed = words().pairs();
        UpdateRouteResponse answer = send(
                session,
                RouteServiceGrpc.getUpdateRouteMethod(),
                UpdateRouteRequest.newBuilder()
                        .setRoute(Route.newBuilder().setName(name))
                        .putAllSettings(Pair.map(typed))
                        .build());
        announce(session, answer.getOutcome(), answer.getRevision(), "route " + name + " changed");
        if (answer.getOutcome().getValidateOnly()) {
            return summed(session, answer, answer.getOutcome(), name);
        }
        new Settings(answer.getSettingsMap()).showChanged(session, answer, typed);
        return ExitCode.OK;
    }
}

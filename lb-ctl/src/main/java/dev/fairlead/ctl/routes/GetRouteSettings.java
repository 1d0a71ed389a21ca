package dev.fairlead.ctl.routes;

import dev.fairlead.control.v1.GetRouteRequest;
import dev.fairlead.control.v1.GetRouteResponse;
import dev.fairlead.control.v1.RouteServiceGrpc;
import dev.fairlead.control.v1.SettingDescription;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.settings.KnownSettings;
import dev.fairlead.ctl.settings.Settings;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code routes get} */
@Command(
        name = "get",
        description = {
            "Print the settings of a route by the keys of the configuration file, or only one of them. Without a route, list"
                    + " the settings that a route can have, and what they mean.",
            "lb-ctl routes get api match.path   lb-ctl routes get api match   lb-ctl routes get"
        },
        sortOptions = false)
final class GetRouteSettings extends ReadCommand {

    @Parameters(index = "0", arity = "0..1", paramLabel = "ROUTE", description = "The route.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "A setting, or a block such as match.")
    private String key = "";

    GetRouteSettings(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        if (name.isEmpty()) {
            KnownSettings.ask(session)
                    .show(
                            session,
                            SettingDescription.Of.route,
                            Map.of("rate-limits", SettingDescription.Of.rate_limit));
            return ExitCode.OK;
        }
        GetRouteResponse answer = session.call(
                RouteServiceGrpc.getGetRouteMethod(),
                GetRouteRequest.newBuilder().setName(name).setKey(key).build());
        new Settings(answer.getSettingsMap()).show(session, answer, key);
        return ExitCode.OK;
    }
}

package dev.fairlead.ctl.frontend;

import dev.fairlead.control.v1.FrontendServiceGrpc;
import dev.fairlead.control.v1.GetFrontendRequest;
import dev.fairlead.control.v1.GetFrontendResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code frontend get} */
@Command(
        name = "get",
        description = {
            "Print the live settings of the server by the keys of the configuration file, or only one of them.",
            "lb-ctl frontend get limits.body"
        },
        sortOptions = false)
final class GetFrontendSettings extends ReadCommand {

    @Parameters(arity = "0..1", paramLabel = "KEY", description = "A setting, or a block such as limits.")
    private String key = "";

    GetFrontendSettings(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetFrontendResponse answer = session.call(
                FrontendServiceGrpc.getGetFrontendMethod(),
                GetFrontendRequest.newBuilder().setKey(key).build());
        new Settings(answer.getSettingsMap()).show(session, answer, key);
        return ExitCode.OK;
    }
}

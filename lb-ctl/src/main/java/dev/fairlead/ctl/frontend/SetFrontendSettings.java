package dev.fairlead.ctl.frontend;

import dev.fairlead.control.v1.FrontendServiceGrpc;
import dev.fairlead.control.v1.UpdateFrontendRequest;
import dev.fairlead.control.v1.UpdateFrontendResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.settings.Settings;
import dev.fairlead.ctl.value.Pair;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code frontend set} */
@Command(
        name = "set",
        description = {
            "Change live settings of the server, by the keys of the configuration file. Settings that you leave out stay as they are.",
            "lb-ctl frontend set limits.body=1MiB access-log.format=json"
        },
        sortOptions = false)
final class SetFrontendSettings extends ChangeCommand {

    @Parameters(arity = "1..*", paramLabel = "KEY=VALUE", description = "What to set; lists with commas.")
    private List<Pair> settings = List.of();

    SetFrontendSettings(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        UpdateFrontendResponse answer = send(
                session,
                FrontendServiceGrpc.getUpdateFrontendMethod(),
                UpdateFrontendRequest.newBuilder()
                        .putAllSettings(Pair.map(settings))
                        .build());
        announce(session, answer.getOutcome(), answer.getRevision(), "frontend changed");
        if (answer.getOutcome().getValidateOnly()) {
            return summed(session, answer, answer.getOutcome(), "frontend");
        }
        new Settings(answer.getSettingsMap()).showChanged(session, answer, settings);
        return ExitCode.OK;
    }
}

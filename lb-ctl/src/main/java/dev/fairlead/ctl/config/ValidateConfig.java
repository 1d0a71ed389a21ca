package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.ValidateConfigRequest;
import dev.fairlead.control.v1.ValidateConfigResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code config validate} */
@Command(
        name = "validate",
        description = {
            "Have the server check a file and report every error with its line. Nothing is changed.",
            "Exit code 1 if there are errors. 'lb-server validate' does the same without a server."
        },
        sortOptions = false)
final class ValidateConfig extends ReadCommand {

    @Parameters(paramLabel = "FILE", description = "HOCON, JSON or YAML, by its extension.")
    private Path file;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    ValidateConfig(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ValidateConfigResponse answer = session.call(
                ConfigServiceGrpc.getValidateConfigMethod(),
                ValidateConfigRequest.newBuilder().setFile(LocalFile.read(file)).build());
        session.output().summary(answer, file.toString());
        Problems.tell(session.output(), answer.getProblemsList());
        if (answer.getProblemsCount() > 0) {
            return ExitCode.FAILED;
        }
        session.output().say(file + ": ok");
        return ExitCode.OK;
    }
}

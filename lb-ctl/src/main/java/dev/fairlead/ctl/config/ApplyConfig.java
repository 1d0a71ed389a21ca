package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ApplyFileRequest;
import dev.fairlead.control.v1.ApplyFileResponse;
import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config apply} */
@Command(
        name = "apply",
        description = {
            "Apply a file as a run-time change; the file that the server was started with is not touched."
                    + " Settings that FILE does not name stay as they are; a list is replaced as a whole.",
            "On a terminal it shows what would change and asks first. A file with errors changes nothing: exit code 1."
        },
        sortOptions = false)
final class ApplyConfig extends ChangeCommand {

    @Parameters(paramLabel = "FILE", description = "HOCON, JSON or YAML, by its extension.")
    private Path file;

    @Option(
            names = "--replace",
            description =
                    "Make FILE the whole configuration: whatever it does not name is reset, and the differences show it.")
    private boolean replace;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    ApplyConfig(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ApplyFileResponse answer = sendIfSure(
                session,
                ConfigServiceGrpc.getApplyFileMethod(),
                ApplyFileRequest.newBuilder()
                        .setFile(LocalFile.read(file))
                        .setReplace(replace)
                        .build(),
                ApplyFileResponse::getOutcome,
                "Apply " + file + "?");
        if (answer.getProblemsCount() > 0) {
            if (session.output().isDocument()) {
                session.output().document(answer);
            }
            Problems.tell(session.output(), answer.getProblemsList());
            return ExitCode.FAILED;
        }
        announce(session, answer.getOutcome(), answer.getRevision(), file + " applied");
        return differences(session, answer, answer.getOutcome(), Integer.toUnsignedString(answer.getRevision()));
    }
}

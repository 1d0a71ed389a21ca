package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.ReloadRequest;
import dev.fairlead.control.v1.ReloadResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code config reload} */
@Command(
        name = "reload",
        description = {
            "Have the server reread its own file now. Settings changed in the file win; run-time changes to other"
                    + " settings stay.",
            "A file with errors changes nothing: exit code 1."
        },
        sortOptions = false)
final class ReloadConfig extends ChangeCommand {

    ReloadConfig(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ReloadResponse answer = send(session, ConfigServiceGrpc.getReloadMethod(), ReloadRequest.getDefaultInstance());
        if (answer.getProblemsCount() > 0) {
            if (session.output().isDocument()) {
                session.output().document(answer);
            }
            Problems.tell(session.output(), answer.getProblemsList());
            return ExitCode.FAILED;
        }
        announce(session, answer.getOutcome(), answer.getRevision(), "file reloaded");
        return differences(session, answer, answer.getOutcome(), Integer.toUnsignedString(answer.getRevision()));
    }
}

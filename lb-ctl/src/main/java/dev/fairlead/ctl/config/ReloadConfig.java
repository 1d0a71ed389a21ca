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
            "Have the server read its own file again, now. What changed in the file wins; what was changed at run time"
                    + " and not in the file stays.",
            "A file with mistakes changes nothing: exit code 1."
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
        announce(session, answer.getOutcome(), answer.getRevision(), "file read again");
        return differences(session, answer, answer.getOutcome(), Integer.toUnsignedString(answer.getRevision()));
    }
}

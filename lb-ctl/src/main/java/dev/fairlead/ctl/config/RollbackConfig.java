package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.RollbackRequest;
import dev.fairlead.control.v1.RollbackResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code config rollback} */
@Command(
        name = "rollback",
        description = {
            "Roll back to an earlier revision, as a new revision. 'config history' lists the ones that are kept.",
            "On a terminal it shows what would change and asks first."
        },
        sortOptions = false)
final class RollbackConfig extends ChangeCommand {

    @Parameters(paramLabel = "N", description = "The revision to roll back to.")
    private int revision;

    RollbackConfig(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        RollbackResponse answer = sendIfSure(
                session,
                ConfigServiceGrpc.getRollbackMethod(),
                RollbackRequest.newBuilder().setToRevision(revision).build(),
                RollbackResponse::getOutcome,
                "Roll back to revision " + revision + "?");
        announce(session, answer.getOutcome(), answer.getRevision(), "rolled back to revision " + revision);
        return differences(session, answer, answer.getOutcome(), Integer.toUnsignedString(answer.getRevision()));
    }
}

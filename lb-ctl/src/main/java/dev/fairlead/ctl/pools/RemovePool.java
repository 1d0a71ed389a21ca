package dev.fairlead.ctl.pools;

import dev.fairlead.control.v1.DeletePoolRequest;
import dev.fairlead.control.v1.DeletePoolResponse;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pools remove} */
@Command(
        name = "remove",
        description = "Remove a pool and its backends; requests in flight finish. On a terminal it asks first.",
        sortOptions = false)
final class RemovePool extends ChangeCommand {

    @Parameters(paramLabel = "NAME", description = "The pool.")
    private String name;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    RemovePool(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        DeletePoolRequest request = DeletePoolRequest.newBuilder().setPool(name).build();
        DeletePoolResponse answer = sendIfSure(
                session,
                PoolServiceGrpc.getDeletePoolMethod(),
                request,
                DeletePoolResponse::getOutcome,
                "Remove pool " + name + "?");
        announce(session, answer.getOutcome(), answer.getRevision(), "pool " + name + " removed");
        return summed(session, answer, answer.getOutcome(), name);
    }
}

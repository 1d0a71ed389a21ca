package dev.fairlead.ctl.backends;

import com.google.protobuf.FieldMask;
import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.UpdateBackendRequest;
import dev.fairlead.control.v1.UpdateBackendResponse;
import dev.fairlead.ctl.command.ChangeCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Parameters;

/** A command that changes some fields of one backend. Picocli fills the fields. */
abstract class UpdateCommand extends ChangeCommand {

    @Parameters(index = "0", paramLabel = "ID", description = "The backend.")
    private String id;

    @SuppressWarnings("NullAway.Init")
    UpdateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    /**
     * @param fields the fields to take from the backend
     * @param what what was done, as in "now has weight 3"
     * @param wait what --wait waits for
     */
    final int update(
            Session session,
            Backend.Builder backend,
            List<String> fields,
            String what,
            Function<BackendWait, Backend> wait) {
        UpdateBackendResponse answer = send(
                session,
                BackendServiceGrpc.getUpdateBackendMethod(),
                UpdateBackendRequest.newBuilder()
                        .setPool(session.pool())
                        .setBackend(backend.setId(id))
                        .setUpdateMask(FieldMask.newBuilder().addAllPaths(fields))
                        .build());
        announce(session, answer.getOutcome(), answer.getRevision(), "backend " + id + " " + what);
        if (isWaiting()) {
            answer = answer.toBuilder()
                    .setBackend(wait.apply(new BackendWait(session, id)))
                    .build();
        }
        return shown(session, answer, answer.getOutcome(), List.of(answer.getBackend()), BackendTable.LAYOUT);
    }
}

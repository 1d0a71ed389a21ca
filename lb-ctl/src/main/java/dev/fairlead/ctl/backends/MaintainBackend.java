package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code backends maint} */
@Command(
        name = "maint",
        description = {
            "Take a backend out for maintenance: it gets no new requests, and requests in flight finish.",
            "--wait waits until it is empty."
        },
        sortOptions = false)
final class MaintainBackend extends UpdateCommand {

    MaintainBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        return update(
                session,
                Backend.newBuilder().setAdminState(Backend.AdminState.maint),
                List.of("admin_state"),
                "is in maintenance",
                BackendWait::untilEmpty);
    }
}

package dev.fairlead.ctl.backends;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code backends ready} */
@Command(
        name = "ready",
        description = "Return a backend to service after a drain or maintenance. --wait waits until it is up.",
        sortOptions = false)
final class ReadyBackend extends UpdateCommand {

    ReadyBackend(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        return update(
                session,
                Backend.newBuilder().setAdminState(Backend.AdminState.ready),
                List.of("admin_state"),
                "is ready",
                BackendWait::untilUp);
    }
}

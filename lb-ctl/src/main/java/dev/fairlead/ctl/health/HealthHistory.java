package dev.fairlead.ctl.health;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.HealthEvent;
import dev.fairlead.control.v1.ListHealthEventsRequest;
import dev.fairlead.control.v1.ListHealthEventsResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.States;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code health history} */
@Command(
        name = "history",
        description = "Show how the health of a backend has changed and why, oldest change first.",
        sortOptions = false)
final class HealthHistory extends ReadCommand {

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    HealthHistory(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ListHealthEventsResponse answer = session.call(
                BackendServiceGrpc.getListHealthEventsMethod(),
                ListHealthEventsRequest.newBuilder()
                        .setPool(session.pool())
                        .setId(id)
                        .build());
        ZoneId zone = surroundings().zone();
        session.output()
                .list(
                        answer,
                        answer.getEventsList(),
                        new TableLayout<HealthEvent>(event -> States.health(event.getTo()))
                                .text("TIME", event -> Figures.moment(event.getTime(), zone))
                                .text("FROM", event -> States.health(event.getFrom()))
                                .text("TO", event -> States.health(event.getTo()))
                                .text("CAUSE", event -> Figures.orNone(event.getCause())));
        return ExitCode.OK;
    }
}

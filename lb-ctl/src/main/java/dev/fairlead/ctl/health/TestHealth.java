package dev.fairlead.ctl.health;

import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.Probe;
import dev.fairlead.control.v1.ProbeBackendRequest;
import dev.fairlead.control.v1.ProbeBackendResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.Facts;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import dev.fairlead.ctl.value.States;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code health test} */
@Command(
        name = "test",
        description = {
            "Probe a backend once, now, and show the result. It counts like any other probe.",
            "Exit code 1 if the probe failed."
        },
        sortOptions = false)
final class TestHealth extends ReadCommand {

    @Parameters(paramLabel = "ID", description = "The backend.")
    private String id;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    TestHealth(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ProbeBackendResponse answer = session.call(
                BackendServiceGrpc.getProbeBackendMethod(),
                ProbeBackendRequest.newBuilder()
                        .setPool(session.pool())
                        .setId(id)
                        .build());
        Probe probe = answer.getProbe();
        session.output()
                .facts(
                        answer,
                        id,
                        new Facts()
                                .add("backend", id)
                                .add("probe", probe.getHealthy() ? "ok" : "failed")
                                .add("took", Spans.measured(probe.getTook()))
                                .add("saw", Figures.orNone(probe.getDetail()))
                                .add("health now", States.health(answer.getHealth()))
                                .addIfAny("reason", answer.getReason()));
        return probe.getHealthy() ? ExitCode.OK : ExitCode.FAILED;
    }
}

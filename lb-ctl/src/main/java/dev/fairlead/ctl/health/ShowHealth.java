package dev.fairlead.ctl.health;

import dev.fairlead.control.v1.Backend;
import dev.fairlead.control.v1.BackendServiceGrpc;
import dev.fairlead.control.v1.GetPoolRequest;
import dev.fairlead.control.v1.GetPoolResponse;
import dev.fairlead.control.v1.ListBackendsRequest;
import dev.fairlead.control.v1.PoolServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.TableLayout;
import dev.fairlead.ctl.value.Figures;
import dev.fairlead.ctl.value.Spans;
import dev.fairlead.ctl.value.States;
import picocli.CommandLine.Command;

/** {@code health show} */
@Command(
        name = "show",
        description = {
            "Show how the backends of a pool are probed, and what the last probe of each found.",
            "As JSON it prints the pool; 'backends list' has the probes."
        },
        sortOptions = false)
final class ShowHealth extends ReadCommand {

    ShowHealth(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetPoolResponse answer = session.call(
                PoolServiceGrpc.getGetPoolMethod(),
                GetPoolRequest.newBuilder().setPool(session.pool()).build());
        session.output().facts(answer, answer.getPool().getHealthCheck().getType(), CheckFacts.of(answer.getPool()));
        if (session.output().isForPeople()) {
            session.output().line("");
            session.output()
                    .table(
                            session.call(
                                            BackendServiceGrpc.getListBackendsMethod(),
                                            ListBackendsRequest.newBuilder()
                                                    .setPool(session.pool())
                                                    .build())
                                    .getBackendsList(),
                            layout());
        }
        return ExitCode.OK;
    }

    private TableLayout<Backend> layout() {
        return new TableLayout<>(Backend::getId)
                .text("ID", Backend::getId)
                .text("HEALTH", backend -> States.health(backend.getHealth()))
                .text(
                        "LAST PROBE",
                        backend -> backend.hasLastProbe()
                                ? Figures.moment(
                                        backend.getLastProbe().getTime(),
                                        surroundings().zone())
                                : Figures.NONE)
                .number(
                        "TOOK",
                        backend -> backend.hasLastProbe()
                                ? Spans.measured(backend.getLastProbe().getTook())
                                : Figures.NONE)
                .text("SAW", backend -> Figures.orNone(backend.getLastProbe().getDetail()));
    }
}

package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigServiceGrpc;
import dev.fairlead.control.v1.GetConfigRequest;
import dev.fairlead.control.v1.GetConfigResponse;
import dev.fairlead.control.v1.Pool;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config show} */
@Command(
        name = "show",
        description = "Show the current configuration, or that of an earlier revision.",
        sortOptions = false)
final class ShowConfig extends ReadCommand {

    @Option(names = "--revision", paramLabel = "N", description = "An earlier revision. Default: the current one")
    private int revision;

    ShowConfig(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        GetConfigResponse answer = session.call(
                ConfigServiceGrpc.getGetConfigMethod(),
                GetConfigRequest.newBuilder().setRevision(revision).build());
        switch (session.output().format()) {
            case json, yaml -> session.output().document(answer);
            case name -> answer.getPoolsList().stream().map(Pool::getName).forEach(session.output()::line);
            case table, wide -> {
                session.output().say("revision " + answer.getRevision());
                session.output().text(answer.getHocon());
            }
        }
        return ExitCode.OK;
    }
}

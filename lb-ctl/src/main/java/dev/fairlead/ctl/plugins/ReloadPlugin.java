package dev.fairlead.ctl.plugins;

import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.ReloadPluginRequest;
import dev.fairlead.control.v1.ReloadPluginResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plugins reload} */
@Command(
        name = "reload",
        description = "Load a plug-in again from its file. Strategies in use are replaced without losing a request.",
        sortOptions = false)
final class ReloadPlugin extends ReadCommand {

    @Parameters(paramLabel = "NAME", description = "The plug-in, as 'plugins list' names it.")
    private String name;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    ReloadPlugin(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ReloadPluginResponse answer = session.call(
                PluginServiceGrpc.getReloadPluginMethod(),
                ReloadPluginRequest.newBuilder().setName(name).build());
        session.output().say("plug-in " + name + " reloaded");
        session.output().changed(answer, List.of(answer.getPlugin()), PluginTable.LAYOUT);
        return ExitCode.OK;
    }
}

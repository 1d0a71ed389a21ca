package dev.fairlead.ctl.plugins;

import dev.fairlead.control.v1.LoadPluginRequest;
import dev.fairlead.control.v1.LoadPluginResponse;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plugins load} */
@Command(
        name = "load",
        description =
                "Load a plug-in from the server's folder again after it was unloaded; otherwise jars there load by themselves.",
        sortOptions = false)
final class LoadPlugin extends ReadCommand {

    @Parameters(paramLabel = "NAME", description = "The plug-in, as 'plugins list' names it.")
    private String name;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    LoadPlugin(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        LoadPluginResponse answer = session.call(
                PluginServiceGrpc.getLoadPluginMethod(),
                LoadPluginRequest.newBuilder().setName(name).build());
        session.output().say("plug-in " + name + " loaded");
        session.output().changed(answer, List.of(answer.getPlugin()), PluginTable.LAYOUT);
        return ExitCode.OK;
    }
}

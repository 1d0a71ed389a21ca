package dev.fairlead.ctl.plugins;

import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.control.v1.UnloadPluginRequest;
import dev.fairlead.control.v1.UnloadPluginResponse;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plugins unload} */
@Command(
        name = "unload",
        description =
                "Unload a plug-in and keep its file. Refused while pools use it, unless forced; those pools then use the fallback.",
        sortOptions = false)
final class UnloadPlugin extends ReadCommand {

    @Parameters(paramLabel = "NAME", description = "The plug-in, as 'plugins list' names it.")
    private String name;

    @Option(names = "--force", description = "Unload it even if pools use it.")
    private boolean force;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    UnloadPlugin(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        UnloadPluginResponse answer = session.call(
                PluginServiceGrpc.getUnloadPluginMethod(),
                UnloadPluginRequest.newBuilder().setName(name).setForce(force).build());
        session.output().say("plug-in " + name + " unloaded");
        session.output().changed(answer, List.of(answer.getPlugin()), PluginTable.LAYOUT);
        return ExitCode.OK;
    }
}

package dev.fairlead.ctl.plugins;

import dev.fairlead.control.v1.ListPluginsRequest;
import dev.fairlead.control.v1.ListPluginsResponse;
import dev.fairlead.control.v1.PluginServiceGrpc;
import dev.fairlead.ctl.command.ReadCommand;
import dev.fairlead.ctl.command.Session;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.ExitCode;
import picocli.CommandLine.Command;

/** {@code plugins list} */
@Command(
        name = "list",
        description =
                "List the jars in the server's plug-ins folder; those that cannot be loaded are shown with the reason.",
        sortOptions = false)
final class ListPlugins extends ReadCommand {

    ListPlugins(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected int run(Session session) {
        ListPluginsResponse answer =
                session.call(PluginServiceGrpc.getListPluginsMethod(), ListPluginsRequest.getDefaultInstance());
        session.output().list(answer, answer.getPluginsList(), PluginTable.LAYOUT);
        return ExitCode.OK;
    }
}

package dev.fairlead.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all commands; alone it is a usage error. */
@Command(
        name = "lb-ctl",
        description = "Talks to a running Fairlead load balancer.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        subcommands = {LoadCommand.class, VersionCommand.class})
final class LbCtl implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "lb-ctl needs a command");
    }
}

package dev.fairlead.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of all commands; a usage error by itself. */
@Command(
        name = "lb-ctl",
        description = {
            "Controls a running Fairlead load balancer.",
            "The verb may come first, and the noun may be singular: lb-ctl add backend 10.0.0.4:8080"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class)
final class LbCtl implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "lb-ctl needs a command");
    }
}

package dev.fairlead.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the installed versions. It contacts no server, so it works when nothing else does. */
@Command(name = "version", description = "Show the version of lb-ctl, the JDK and the operating system.")
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        for (String line : new Versions().getVersion()) {
            spec.commandLine().getOut().println(line);
        }
    }
}

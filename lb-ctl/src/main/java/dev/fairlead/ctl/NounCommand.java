package dev.fairlead.ctl;

import dev.fairlead.ctl.command.Noun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A noun without a verb: help, or a usage error that lists its verbs. */
@Command(sortOptions = false)
final class NounCommand implements Runnable {

    private final Noun noun;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    NounCommand(Noun noun) {
        this.noun = noun;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), noun.name() + " needs a verb: " + String.join(", ", noun.verbs()));
    }
}

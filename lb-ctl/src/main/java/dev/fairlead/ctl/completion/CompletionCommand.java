package dev.fairlead.ctl.completion;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion} */
@Command(
        name = "completion",
        description = {
            "Print a script that completes lb-ctl in a shell.",
            "bash: eval \"$(lb-ctl completion bash)\"   zsh: eval \"$(lb-ctl completion zsh)\"",
            "fish: lb-ctl completion fish | source"
        },
        sortOptions = false)
public final class CompletionCommand implements Callable<Integer> {

    /** The shells, by the names that users type. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final Supplier<CommandLine> allCommands;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Picocli fills the fields. */
    @SuppressWarnings("NullAway.Init")
    public CompletionCommand(Supplier<CommandLine> allCommands) {
        this.allCommands = allCommands;
    }

    @Override
    public Integer call() {
        CommandWords words = CommandWords.of(allCommands.get());
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (shell) {
                    case bash -> new BashScript(words).text();
                    case zsh -> new ZshScript(words).text();
                    case fish -> new FishScript(words).text();
                });
        out.flush();
        return 0;
    }
}

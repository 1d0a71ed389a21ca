package dev.fairlead.ctl;

import dev.fairlead.ctl.command.Noun;
import dev.fairlead.ctl.command.Surroundings;
import dev.fairlead.ctl.failure.FailureWords;
import dev.fairlead.ctl.failure.UsageErrors;
import dev.fairlead.ctl.value.Header;
import dev.fairlead.ctl.value.Pair;
import dev.fairlead.ctl.value.Spans;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Parses a command line and runs it. */
public final class Program {

    private final Vocabulary vocabulary;
    private final PrintWriter out;
    private final PrintWriter err;

    public Program(Surroundings surroundings, PrintWriter out, PrintWriter err) {
        this.vocabulary = new Vocabulary(surroundings, this::allCommands);
        this.out = out;
        this.err = err;
    }

    /** The exit code. */
    public int run(String... typed) {
        try {
            return run(Words.of(List.of(typed), vocabulary), typed);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int run(Words words, String... typed) {
        CommandLine commands = commands(words.noun(), words.verb());
        return words.problem() == null
                ? commands.execute(words.arguments().toArray(String[]::new))
                : new UsageErrors().handleParseException(new ParameterException(commands, words.problem()), typed);
    }

    /** Every command, for help, suggestions, completion and the manual. */
    public CommandLine allCommands() {
        return commands(null, null);
    }

    /** Only the named command: describing all of them to picocli takes longer than running one. */
    private CommandLine commands(@Nullable String noun, @Nullable String verb) {
        CommandLine root = new CommandLine(new LbCtl());
        for (Noun known : vocabulary.nouns()) {
            if (noun == null || noun.equals(known.name())) {
                root.addSubcommand(known.name(), commandsOf(known, verb), known.otherName());
            }
        }
        for (String known : vocabulary.alone()) {
            if (noun == null || noun.equals(known)) {
                root.addSubcommand(known, vocabulary.command(known));
            }
        }
        return root.registerConverter(Duration.class, new Spans())
                .registerConverter(Pair.class, new Pair.Converter())
                .registerConverter(Header.class, new Header.Converter())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new FailureWords())
                .setOut(out)
                .setErr(err);
    }

    private static CommandLine commandsOf(Noun noun, @Nullable String verb) {
        CommandLine line = new CommandLine(new NounCommand(noun));
        line.getCommandSpec().usageMessage().description(noun.description());
        for (String known : noun.verbs()) {
            if (verb == null || verb.equals(known)) {
                line.addSubcommand(known, noun.command(known));
            }
        }
        return line;
    }
}

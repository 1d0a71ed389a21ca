package dev.fairlead.server.config.commandline;

import dev.fairlead.server.desired.NearestName;
import dev.fairlead.server.text.Printable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers an invalid command line with one sentence, a hint and exit code 2. */
public final class UsageErrors implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(name + ": " + Printable.of(sentence(e)));
        command.getErr().println("Try '" + name + " --help'.");
        command.getErr().flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String sentence(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String word = unmatched.getUnmatched().get(0);
            CommandLine command = e.getCommandLine();
            return word.startsWith("-")
                    ? "\"" + word + "\" is not an option" + hint(word.replaceFirst("=.*", ""), options(command))
                    : "\"" + word + "\" is one word too many" + hint(word, commands(command));
        }
        return String.valueOf(e.getMessage());
    }

    private static String hint(String word, List<String> known) {
        return NearestName.hint(word, known);
    }

    private static List<String> options(CommandLine command) {
        List<String> names =
                new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
        names.removeIf(name -> !name.startsWith("--"));
        return names;
    }

    private static List<String> commands(CommandLine command) {
        return new ArrayList<>(command.getSubcommands().keySet());
    }
}

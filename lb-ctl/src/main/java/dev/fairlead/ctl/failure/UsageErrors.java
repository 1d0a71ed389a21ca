package dev.fairlead.ctl.failure;

import dev.fairlead.ctl.output.Printable;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints a usage error as one sentence, the nearest names if there are any, and a pointer to the help. The full usage
 * text would bury it.
 */
public final class UsageErrors implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandName() + ": " + Printable.of(sentence(error)));
        List<String> nearest = nearest(error);
        if (!nearest.isEmpty()) {
            err.println("Did you mean " + String.join(" or ", nearest) + "?");
        }
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static String sentence(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched
                ? "unknown argument '" + String.join(" ", unmatched.getUnmatched()) + "'"
                : String.valueOf(error.getMessage());
    }

    private static List<String> nearest(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    }
}

package dev.fairlead.ctl.failure;

import dev.fairlead.ctl.output.Printable;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints why a command failed. Any exception other than {@link CommandFailure} is a bug and is passed on with its stack
 * trace.
 */
public final class FailureWords implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception error, CommandLine commandLine, ParseResult parsed) throws Exception {
        if (!(error instanceof CommandFailure failure)) {
            throw error;
        }
        commandLine.getOut().flush();
        PrintWriter err = commandLine.getErr();
        err.println("lb-ctl: " + Printable.of(failure.sentence()));
        failure.details().forEach(line -> err.println("  " + Printable.of(line)));
        err.flush();
        return failure.exitCode();
    }
}

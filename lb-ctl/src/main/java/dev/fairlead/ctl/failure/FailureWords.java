package dev.fairlead.ctl.failure;

import dev.fairlead.ctl.output.Printable;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says why a command failed. What is no {@link CommandFailure} is a mistake of ours, and goes up with its stack. */
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

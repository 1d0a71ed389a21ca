package dev.fairlead.ctl.failure;

import java.util.List;

/** Ends a command with a sentence for the user, detail lines, and the exit code. */
public class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final transient List<String> details;

    public CommandFailure(int exitCode, String sentence) {
        this(exitCode, sentence, List.of());
    }

    public CommandFailure(int exitCode, String sentence, List<String> details) {
        super(sentence);
        this.exitCode = exitCode;
        this.details = List.copyOf(details);
    }

    public final int exitCode() {
        return exitCode;
    }

    public final String sentence() {
        return String.valueOf(getMessage());
    }

    /** One line per problem, as in "backend.weight: is 2000, expected 0 to 1000". */
    public final List<String> details() {
        return details;
    }
}

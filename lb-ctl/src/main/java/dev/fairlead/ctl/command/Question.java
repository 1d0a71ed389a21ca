package dev.fairlead.ctl.command;

import dev.fairlead.ctl.failure.CommandFailure;
import dev.fairlead.ctl.failure.ExitCode;
import dev.fairlead.ctl.output.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Asks for confirmation. Anything but a yes is a no. */
final class Question {

    private static final List<String> YES = List.of("y", "yes");

    private final InputStream in;
    private final Output output;

    Question(InputStream in, Output output) {
        this.in = in;
        this.output = output;
    }

    /** Returns if the answer is yes; otherwise ends the command. */
    void ask(String question) {
        output.prompt(question + " [y/N] ");
        String answer;
        try {
            answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            answer = null;
        }
        if (answer == null || !YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
            throw new CommandFailure(ExitCode.FAILED, "nothing was changed");
        }
    }
}

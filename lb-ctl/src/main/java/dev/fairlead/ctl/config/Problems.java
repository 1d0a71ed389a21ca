package dev.fairlead.ctl.config;

import dev.fairlead.control.v1.ConfigProblem;
import dev.fairlead.ctl.output.Output;
import java.util.List;

/** Prints the problems of a file, one per line: FILE:LINE: KEY: what. */
final class Problems {

    private Problems() {}

    static void tell(Output output, List<ConfigProblem> problems) {
        problems.forEach(problem -> output.warn(line(problem)));
    }

    static String line(ConfigProblem problem) {
        StringBuilder line = new StringBuilder();
        if (!problem.getFile().isEmpty()) {
            line.append(problem.getFile());
            if (problem.getLine() > 0) {
                line.append(':').append(problem.getLine());
            }
            line.append(": ");
        }
        if (!problem.getKey().isEmpty()) {
            line.append(problem.getKey()).append(": ");
        }
        return line.append(problem.getText()).toString();
    }
}

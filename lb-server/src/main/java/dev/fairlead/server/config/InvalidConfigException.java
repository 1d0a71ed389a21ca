package dev.fairlead.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration; nothing of it was applied. */
public final class InvalidConfigException extends Exception {

    private final List<ConfigProblem> problems;

    public InvalidConfigException(List<ConfigProblem> problems) {
        super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigProblem> problems() {
        return problems;
    }

    /** 2 if only the command line is to blame, else 1. */
    public int exitCode() {
        return problems.stream().allMatch(problem -> problem.source().startsWith("-")) ? 2 : 1;
    }
}

package dev.fairlead.server.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All problems of a configuration; none of it was applied. */
public final class InvalidConfigException extends Exception {

    /** After fixing this many, a user checks again; and all of them must fit into an answer. */
    private static final int MOST = 500;

    private final List<ConfigProblem> problems;

    public InvalidConfigException(List<ConfigProblem> problems) {
        super(told(problems).stream().map(ConfigProblem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = told(problems);
    }

    private static List<ConfigProblem> told(List<ConfigProblem> problems) {
        if (problems.size() <= MOST) {
            return List.copyOf(problems);
        }
        String rest = "and " + (problems.size() - MOST) + " more problems";
        return Stream.concat(
                        problems.stream().limit(MOST),
                        Stream.of(new ConfigProblem(problems.get(0).source(), rest)))
                .toList();
    }

    public List<ConfigProblem> problems() {
        return problems;
    }

    /** 2 if only the command line is to blame, else 1. */
    public int exitCode() {
        return problems.stream().allMatch(problem -> problem.source().startsWith("-")) ? 2 : 1;
    }
}

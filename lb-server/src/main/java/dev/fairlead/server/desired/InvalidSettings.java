package dev.fairlead.server.desired;

import java.util.List;
import java.util.stream.Collectors;

/** All problems of one record together, so that an answer to a file or an API call can name every field. */
public final class InvalidSettings extends IllegalArgumentException {

    private final List<Problem> problems;

    public InvalidSettings(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public InvalidSettings(String key, String text) {
        this(List.of(new Problem(key, text)));
    }

    public List<Problem> problems() {
        return problems;
    }

    /**
     * One refused value.
     *
     * @param key the setting as in a configuration file, relative to the record: {@code expect.status}
     * @param text what was found and what was expected
     */
    public record Problem(String key, String text) {
        @Override
        public String toString() {
            return key + ": " + text;
        }
    }
}

package dev.fairlead.server.desired;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with one record at once, so that a file or an API call can name every field in one answer. */
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
     * @param key the setting as a configuration file spells it, relative to the record: {@code expect.status}
     * @param text what is there and what was expected
     */
    public record Problem(String key, String text) {
        @Override
        public String toString() {
            return key + ": " + text;
        }
    }
}

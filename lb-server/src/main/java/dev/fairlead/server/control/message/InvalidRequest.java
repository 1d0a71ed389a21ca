package dev.fairlead.server.control.message;

import java.util.List;
import java.util.stream.Collectors;

/** An invalid request, with all its problems. Nothing has changed. */
public final class InvalidRequest extends RuntimeException {

    private final List<Violation> violations;

    /**
     * One invalid field.
     *
     * @param field its path in the request, as in an update mask: {@code pool.health_check.interval}
     * @param text what was found and what was expected
     */
    public record Violation(String field, String text) {
        @Override
        public String toString() {
            return field + ": " + text;
        }
    }

    public InvalidRequest(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public InvalidRequest(String field, String text) {
        this(List.of(new Violation(field, text)));
    }

    public List<Violation> violations() {
        return violations;
    }
}

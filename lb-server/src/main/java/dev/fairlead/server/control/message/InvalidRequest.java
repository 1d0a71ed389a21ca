package dev.fairlead.server.control.message;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be taken as it is, with everything that is wrong with it. Nothing has changed. */
public final class InvalidRequest extends RuntimeException {

    private final List<Violation> violations;

    /**
     * One field that is wrong.
     *
     * @param field its path in the request, as an update mask spells it: {@code pool.health_check.interval}
     * @param text what is there and what was expected
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

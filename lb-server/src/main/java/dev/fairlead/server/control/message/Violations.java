package dev.fairlead.server.control.message;

import dev.fairlead.server.desired.InvalidSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects the problems of a request, each at the field that its sender used. */
public final class Violations {

    private final String prefix;
    private final List<InvalidRequest.Violation> found;

    public Violations() {
        this("", new ArrayList<>());
    }

    private Violations(String prefix, List<InvalidRequest.Violation> found) {
        this.prefix = prefix;
        this.found = found;
    }

    /** For what lies inside a field. */
    public Violations at(String field) {
        return new Violations(prefix + field + ".", found);
    }

    public void add(String field, String text) {
        found.add(new InvalidRequest.Violation(prefix + field, text));
    }

    /** The value of a field, or the fallback if it cannot be read, which is noted. */
    <T> T read(String field, T fallback, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> add(field, problem.text()));
        } catch (IllegalArgumentException e) {
            add(field, String.valueOf(e.getMessage()));
        }
        return fallback;
    }

    /** A record made of the fields here; what it refuses is noted at them. */
    <T> T record(T fallback, Supplier<T> build) {
        try {
            return build.get();
        } catch (InvalidSettings e) {
            e.problems().forEach(problem -> add(problem.key().replace('-', '_'), problem.text()));
            return fallback;
        }
    }

    /** @throws InvalidRequest with all that was noted */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidRequest(found);
        }
    }
}

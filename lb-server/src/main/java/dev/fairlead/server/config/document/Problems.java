package dev.fairlead.server.config.document;

import dev.fairlead.server.config.ConfigProblem;
import dev.fairlead.server.config.InvalidConfigException;
import dev.fairlead.server.config.document.Node.Where;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/** Collects problems, so that one run reports all of them. */
public final class Problems {

    private final List<ConfigProblem> found = new ArrayList<>();
    private UnaryOperator<String> spelling = UnaryOperator.identity();

    /** A document may spell keys in its own way; problems speak its language. */
    public void spellKeys(UnaryOperator<String> asWritten) {
        spelling = asWritten;
    }

    public void add(Where where, String key, String text) {
        found.add(new ConfigProblem(where.source(), where.line(), spelling.apply(key), text));
    }

    public void throwIfAny() throws InvalidConfigException {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparing(ConfigProblem::source).thenComparingInt(ConfigProblem::line));
            throw new InvalidConfigException(found);
        }
    }
}

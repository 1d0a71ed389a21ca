package dev.fairlead.server.state;

import dev.fairlead.server.desired.DesiredState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From one desired state to another. What is different is found out once, by the first thread that wants to tell it. */
public final class StateChange {
    private final DesiredState before;
    private final DesiredState after;
    private @Nullable List<String> differences;

    public StateChange(DesiredState before, DesiredState after) {
        this.before = before;
        this.after = after;
    }

    public DesiredState before() {
        return before;
    }

    public DesiredState after() {
        return after;
    }

    /** A line for each setting that is different. */
    public synchronized List<String> differences() {
        List<String> known = differences;
        if (known == null) {
            known = Differences.between(before, after);
            differences = known;
        }
        return known;
    }
}

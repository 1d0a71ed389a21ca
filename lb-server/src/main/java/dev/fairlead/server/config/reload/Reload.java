package dev.fairlead.server.config.reload;

import dev.fairlead.server.config.ConfigProblem;
import java.util.List;

/** What one attempt to reload came to. */
public sealed interface Reload {

    /** @param outcome {@code revision 18} or {@code no change} */
    record Accepted(String outcome) implements Reload {}

    /** Nothing has changed. */
    record Refused(List<ConfigProblem> problems) implements Reload {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

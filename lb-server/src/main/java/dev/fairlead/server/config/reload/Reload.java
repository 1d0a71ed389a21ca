package dev.fairlead.server.config.reload;

import dev.fairlead.server.config.ConfigProblem;
import java.util.List;

/** The result of a reload. */
public sealed interface Reload {

    /**
     * @param outcome {@code revision 18} or {@code no change}
     * @param repeated whether an earlier request was answered again, so that the file as it is now was not taken
     */
    record Accepted(String outcome, boolean repeated) implements Reload {
        public Accepted(String outcome) {
            this(outcome, false);
        }
    }

    /** Nothing has changed. */
    record Refused(List<ConfigProblem> problems) implements Reload {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}

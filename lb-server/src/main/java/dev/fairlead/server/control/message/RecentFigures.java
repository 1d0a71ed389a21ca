package dev.fairlead.server.control.message;

import dev.fairlead.server.backend.RunningBackend;
import java.util.OptionalDouble;

/** Recent measurements of a backend. */
public interface RecentFigures {

    /** For a server that measures nothing. */
    RecentFigures NONE = new RecentFigures() {
        @Override
        public double share(RunningBackend backend) {
            return 0;
        }

        @Override
        public OptionalDouble latencySeconds(RunningBackend backend) {
            return OptionalDouble.empty();
        }
    };

    /** Of the attempts of its pool, from 0 to 1. */
    double share(RunningBackend backend);

    /** To the head of the answer, the median; empty if there was none. */
    OptionalDouble latencySeconds(RunningBackend backend);
}

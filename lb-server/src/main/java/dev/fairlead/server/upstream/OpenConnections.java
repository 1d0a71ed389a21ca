package dev.fairlead.server.upstream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that holds a descriptor to one backend on one IO thread: connecting, busy and idle connections, and
 * tunnels.
 */
final class OpenConnections {

    /** Why it ends, for the log and for whoever asks what became of a request. */
    static final String WHY_CUT = "the backend was removed and its drain timeout has passed";

    private final Set<Dial> dials = new HashSet<>();
    private final Set<UpstreamConnection> connections = new HashSet<>();

    void add(Dial dial) {
        dials.add(dial);
    }

    void add(UpstreamConnection connection) {
        connections.add(connection);
    }

    void remove(Dial dial) {
        dials.remove(dial);
    }

    void remove(UpstreamConnection connection) {
        connections.remove(connection);
    }

    /** Each one that ends removes itself. */
    void cut() {
        List.copyOf(dials).forEach(Dial::cut);
        List.copyOf(connections).forEach(UpstreamConnection::cut);
    }
}

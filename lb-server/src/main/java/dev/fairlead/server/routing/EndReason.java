package dev.fairlead.server.routing;

import java.util.Locale;

/** How a request ended, seen from the client. */
public enum EndReason {
    /** A backend's answer was relayed to its end; a tunnel was closed. */
    COMPLETED,
    /** The load balancer itself answered: nothing eligible, no retries left, or refused. */
    REFUSED,
    CLIENT_GONE,
    /** The backend failed after its answer had begun, so the connection was cut. */
    CUT_SHORT,
    /** This process is stopping. */
    SHUTDOWN;

    private final String code = name().toLowerCase(Locale.ROOT);

    public String code() {
        return code;
    }
}

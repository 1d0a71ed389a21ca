package dev.fairlead.server.routing;

import java.util.Locale;

/** How a request ended, seen from the client. */
public enum EndReason {
    /** A backend's answer was relayed to its end; a tunnel was closed. */
    COMPLETED,
    /** The answer was made here: nothing eligible, retries spent, refused. */
    REFUSED,
    CLIENT_GONE,
    /** The backend failed when its answer had begun, so the connection was cut. */
    CUT_SHORT,
    /** This process stops. */
    SHUTDOWN;

    private final String code = name().toLowerCase(Locale.ROOT);

    public String code() {
        return code;
    }
}

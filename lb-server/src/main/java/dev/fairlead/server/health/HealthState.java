package dev.fairlead.server.health;

import java.util.Locale;

/** The observed health of a backend, always separate from the operator's admin state. */
public enum HealthState {
    /** no probe has come back yet */
    UNKNOWN,
    UP,
    DOWN,
    /** traffic could not reach it; a probe is to decide */
    SUSPECT,
    /** requests failed there that its neighbours served, or none could be sent and nothing is probed: out for a while */
    EJECTED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** In lower case, for logs and answers. */
    public String code() {
        return code;
    }
}

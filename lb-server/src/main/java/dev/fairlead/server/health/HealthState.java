package dev.fairlead.server.health;

import java.util.Locale;

/** What we observe of a backend, never mixed with what the operator wants of it. */
public enum HealthState {
    /** no probe has come back yet */
    UNKNOWN,
    UP,
    DOWN,
    /** traffic saw it fail; a probe is to decide */
    SUSPECT,
    /** traffic saw it fail and no probe may decide: out for a while, then tried again */
    EJECTED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** In lower case, for logs and answers. */
    public String code() {
        return code;
    }
}

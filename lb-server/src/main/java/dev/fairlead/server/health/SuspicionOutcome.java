package dev.fairlead.server.health;

import java.util.Locale;

/** What happened to a backend that failed traffic while up; used as a label of counters. */
public enum SuspicionOutcome {
    /** No connection came about: out, until a probe decides. */
    CONNECT,
    /** Too many requests failed there that its neighbours served: out for a while. */
    RATE,
    /** Requests failed, a probe was asked for, and it failed too: down. */
    PROBE,
    /** It would have gone, but too much of its pool was out already. */
    KEPT;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}

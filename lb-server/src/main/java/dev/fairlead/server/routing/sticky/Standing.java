package dev.fairlead.server.routing.sticky;

/** What the table says about a session's backend. */
public enum Standing {
    /** It is in rotation. */
    SERVING(""),
    /** It keeps the sessions that it has and gets no others: it is draining, or its weight is 0. */
    KEEPING("draining"),
    /** It has not been probed yet; after a restart nothing else may be known of any of them. */
    UNKNOWN("not probed yet"),
    /** An attempt failed there, and a probe will soon say more. */
    SUSPECT("suspect"),
    /** It failed requests that others served. */
    EJECTED("ejected"),
    MAINTENANCE("in maintenance"),
    DOWN("down"),
    REMOVED("no longer there");

    private final String words;

    Standing(String words) {
        this.words = words;
    }

    /** Whether there is no use in trying it. */
    public boolean isGone() {
        return this == MAINTENANCE || this == DOWN || this == REMOVED;
    }

    /** For people; empty if it serves. */
    public String words() {
        return words;
    }
}

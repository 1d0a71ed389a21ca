package dev.fairlead.server.routing;

import java.util.Locale;

/** What became of the copy of a request for its route's mirror. */
public enum MirrorResult {
    /** A backend of the mirror answered, whatever it said. */
    SENT,
    /** It was not answered: no connection, a reset, a timeout, garbage. */
    FAILED,
    /** Its body is longer than is kept. */
    DROPPED_BODY,
    /** The client went away, or was answered or refused, before the whole body was there. */
    DROPPED_INCOMPLETE,
    /** As many copies as may be are in flight. */
    DROPPED_BUSY,
    /** The memory for copies is used up, or clients needed it. */
    DROPPED_MEMORY,
    /** No backend of the mirror's pool takes requests. */
    DROPPED_NONE_ELIGIBLE,
    /** The request was a copy already: a mirror that leads back here must not grow without end. */
    DROPPED_COPY;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** As in the metrics. */
    public String code() {
        return code;
    }
}

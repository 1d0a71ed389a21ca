package dev.fairlead.server.routing.sticky;

import java.util.Locale;

/** What became of a request's session, the best first; also used as labels. */
public enum StickyResult {
    /** It goes where it was. */
    KEPT,
    /** This request goes elsewhere, and the session stays where it was. */
    AWAY,
    /** Its backend is gone, and the operator wants no other one for it. */
    REFUSED,
    MOVED_DOWN,
    MOVED_EJECTED,
    MOVED_MAINTENANCE,
    MOVED_REMOVED,
    EXPIRED,
    /** What it carries was not made by us for this pool, or not as it is now. */
    FORGED,
    /** The application's cookie, which we have not seen a backend set. */
    UNLEARNED,
    /** The request carries none. */
    NEW;

    /** In lower case with underscores. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the backend that answers becomes that of the session. */
    boolean begins() {
        return this != KEPT && this != AWAY && this != REFUSED;
    }
}

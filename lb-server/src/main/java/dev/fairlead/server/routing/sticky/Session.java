package dev.fairlead.server.routing.sticky;

import dev.fairlead.server.desired.Sticky;

/**
 * What a request's session asks for.
 *
 * @param backend the id of the backend that the session is or was at; empty if there is none, or it is unknown by now
 * @param place where that backend is in the list of declared backends of the table that was asked; -1 if nowhere
 * @param standing of that backend in that table
 * @param renewed whether its backend's answer should carry a fresh value
 */
public record Session(StickyResult result, String backend, int place, Standing standing, boolean renewed) {

    static Session none(StickyResult result) {
        return new Session(result, "", -1, Standing.REMOVED, false);
    }

    /** A good session of a backend that stands so. */
    static Session at(String backend, int place, Standing standing, Sticky.WhenGone whenGone, boolean renewed) {
        return new Session(result(standing, whenGone), backend, place, standing, renewed);
    }

    /**
     * An operator who wants no other backend for a session has it tried wherever only a guess speaks against it. Else, one
     * failed attempt moves no session: a probe clears a suspicion within moments, and until then requests go elsewhere. An
     * ejection lasts, and a session that changed its backend with every request would be worse off than one that moves.
     */
    private static StickyResult result(Standing standing, Sticky.WhenGone whenGone) {
        boolean refuse = whenGone == Sticky.WhenGone.REFUSE;
        return switch (standing) {
            case SERVING, KEEPING, UNKNOWN -> StickyResult.KEPT;
            case SUSPECT -> refuse ? StickyResult.KEPT : StickyResult.AWAY;
            case EJECTED -> refuse ? StickyResult.KEPT : StickyResult.MOVED_EJECTED;
            case MAINTENANCE -> refuse ? StickyResult.REFUSED : StickyResult.MOVED_MAINTENANCE;
            case DOWN -> refuse ? StickyResult.REFUSED : StickyResult.MOVED_DOWN;
            case REMOVED -> refuse ? StickyResult.REFUSED : StickyResult.MOVED_REMOVED;
        };
    }

    /** Whether the request must go to the backend at {@link #place}. */
    public boolean isPinned() {
        return result == StickyResult.KEPT;
    }

    public boolean isRefused() {
        return result == StickyResult.REFUSED;
    }

    /** For people who ask why a request went where it went. */
    public String sentence() {
        String where = backend.isEmpty() ? "a backend that is no longer there" : backend;
        String state = backend.isEmpty() || standing == Standing.SERVING ? "" : ", which is " + standing.words();
        return switch (result) {
            case KEPT -> "its session is at " + where + state;
            case NEW -> "it carries no session";
            case FORGED -> "the session that it carries does not verify";
            case EXPIRED -> "its session has expired";
            case UNLEARNED -> "no backend was seen to set the cookie that it carries";
            case AWAY -> "its session is at " + where + state + "; the request goes elsewhere, the session stays";
            case MOVED_DOWN, MOVED_EJECTED, MOVED_MAINTENANCE, MOVED_REMOVED ->
                "its session was at " + where + state + ", and moves";
            case REFUSED -> "its session is at " + where + state + ", and when-gone = refuse";
        };
    }
}

package dev.fairlead.server.routing.match;

/** Why a request has no route. */
public enum NoRoute implements FoundRoute {
    /** There are no routes: it goes to the pool for such requests. */
    NO_ROUTES("no_routes", 0),
    NOT_MATCHED("no_route", 404),
    PATH_ABOVE_ROOT("path_above_root", 400),
    /** Another server could read the path as that of another route. */
    PATH_AMBIGUOUS("path_ambiguous", 400),
    /** A route has a regular expression, and their time grows with the path. */
    PATH_TOO_LONG("path_too_long", 414);

    private final String reason;
    private final int status;

    NoRoute(String reason, int status) {
        this.reason = reason;
        this.status = status;
    }

    /** For logs and counters. */
    public String reason() {
        return reason;
    }

    /** Of the answer; 0 if the request goes on. */
    public int status() {
        return status;
    }
}

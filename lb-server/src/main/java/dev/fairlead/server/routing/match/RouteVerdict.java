package dev.fairlead.server.routing.match;

/**
 * What one route makes of a request.
 *
 * @param route its name
 * @param matches whether the request meets every condition, even if an earlier route takes it
 * @param why the first condition that is not met, or that all are
 */
public record RouteVerdict(String route, boolean matches, String why) {}

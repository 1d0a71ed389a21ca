package dev.fairlead.server.routing.match;

import java.util.List;

/**
 * Why a request leads where it does.
 *
 * @param path in normal form, which is what routes are compared with; as sent if it has none
 * @param why one sentence about the whole
 * @param verdicts one for each route, in order
 */
public record RouteExplanation(FoundRoute found, String path, String why, List<RouteVerdict> verdicts) {

    public RouteExplanation {
        verdicts = List.copyOf(verdicts);
    }
}

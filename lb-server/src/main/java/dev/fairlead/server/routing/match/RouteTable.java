package dev.fairlead.server.routing.match;

import dev.fairlead.server.desired.route.Route;
import java.util.ArrayList;
import java.util.List;

/** All routes, ready for requests. Immutable; the first route in the declared order that a request matches is its route. */
public final class RouteTable {

    /** There are no routes. */
    public static final RouteTable EMPTY = new RouteTable(List.of());

    /** The longest path that regular expressions are tried on. */
    static final int LONGEST_FOR_EXPRESSIONS = 8192;

    private final List<CompiledRoute> routes;
    private final HostIndex hosts;
    private final boolean expressions;

    private RouteTable(List<CompiledRoute> routes) {
        this.routes = List.copyOf(routes);
        this.hosts = new HostIndex(this.routes);
        this.expressions = routes.stream().anyMatch(CompiledRoute::hasExpression);
    }

    public static RouteTable of(List<Route> wanted) {
        if (wanted.isEmpty()) {
            return EMPTY;
        }
        List<CompiledRoute> routes = new ArrayList<>();
        for (Route route : wanted) {
            if (route.isBlank()) {
                throw new IllegalArgumentException("a route has no name");
            }
            routes.add(new CompiledRoute(route, routes.size()));
        }
        return new RouteTable(routes);
    }

    /** In the declared order. */
    public List<CompiledRoute> routes() {
        return routes;
    }

    /** Where the request leads. Allocates nothing for a path in normal form. */
    public FoundRoute find(RouteFacts facts) {
        if (routes.isEmpty()) {
            return NoRoute.NO_ROUTES;
        }
        String path = facts.path();
        if (expressions && path.length() > LONGEST_FOR_EXPRESSIONS) {
            return NoRoute.PATH_TOO_LONG;
        }
        int marks = PathMarks.of(path);
        return marks == 0 && !path.isEmpty() ? leadsTo(facts, path) : find(facts, path, marks);
    }

    private FoundRoute find(RouteFacts facts, String path, int marks) {
        String normal = NormalPath.of(path);
        if (normal == null) {
            return NoRoute.PATH_ABOVE_ROOT;
        }
        FoundRoute found = leadsTo(facts, normal);
        for (PathReading reading : readings(path, marks, normal)) {
            if (reading.path() == null || leadsTo(facts, reading.path()) != found) {
                return NoRoute.PATH_AMBIGUOUS;
            }
        }
        return found;
    }

    /** {@code *}, which is no path, has no readings. */
    static List<PathReading> readings(String path, int marks, String normal) {
        return path.startsWith("/") ? PathReading.of(path, marks, normal) : List.of();
    }

    /** @param path in normal form */
    FoundRoute leadsTo(RouteFacts facts, String path) {
        int place = hosts.first(facts, path);
        return place == PathIndex.NONE ? NoRoute.NOT_MATCHED : routes.get(place);
    }

    /** Where the request leads, and why: what {@link #find} does, told for every route. */
    public RouteExplanation explain(RouteFacts facts) {
        return new Explainer(this, facts).explanation();
    }
}

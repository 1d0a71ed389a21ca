package dev.fairlead.server.routing.match;

import dev.fairlead.server.desired.route.PathExpression;
import dev.fairlead.server.desired.route.Route;
import dev.fairlead.server.desired.route.RouteMatch;
import org.jspecify.annotations.Nullable;

/** A route, ready for requests. */
public final class CompiledRoute implements FoundRoute {

    private final Route route;
    private final int place;
    private final String prefix;
    private final String exactPath;
    private final @Nullable PathExpression expression;
    private final Conditions conditions;
    private final @Nullable PoolSplit split;
    private final @Nullable PathRewrite rewrite;
    private final @Nullable RedirectTarget redirect;

    CompiledRoute(Route route, int place) {
        RouteMatch match = route.match();
        this.route = route;
        this.place = place;
        this.prefix = normal(match.path());
        this.exactPath = normal(match.pathExact());
        this.expression = match.pathRegex().isEmpty() ? null : PathExpression.compile(match.pathRegex());
        this.conditions = new Conditions(match);
        this.split = route.split().isEmpty() ? null : new PoolSplit(route.weights(), route.splitBy());
        this.rewrite = route.rewrite().pathPrefix().isEmpty()
                ? null
                : new PathRewrite(prefix, route.rewrite().pathPrefix());
        this.redirect =
                route.redirect().isSet() ? new RedirectTarget(route.redirect().to()) : null;
    }

    private static String normal(String path) {
        String normal = path.isEmpty() ? "" : NormalPath.of(path);
        if (normal == null) {
            throw new IllegalArgumentException(path + " leads above the root");
        }
        return normal;
    }

    /** As it was wanted: its name, pool, fixed answer, mirror, edits and overrides are there. */
    public Route route() {
        return route;
    }

    public String name() {
        return route.name();
    }

    /** The first one's is 0. */
    public int place() {
        return place;
    }

    /** Null if it has one pool, or answers itself. */
    public @Nullable PoolSplit split() {
        return split;
    }

    /** Null if the path is passed on as it was sent. */
    public @Nullable PathRewrite rewrite() {
        return rewrite;
    }

    /** Null if it does not redirect. */
    public @Nullable RedirectTarget redirect() {
        return redirect;
    }

    /** The most steps that its regular expression takes for each character of a path; 0 without one. */
    public int stepsEach() {
        return expression == null ? 0 : expression.size();
    }

    String prefix() {
        return prefix;
    }

    String exactPath() {
        return exactPath;
    }

    boolean hasExpression() {
        return expression != null;
    }

    boolean expressionIsIn(String path) {
        return expression != null && expression.isIn(path);
    }

    Conditions conditions() {
        return conditions;
    }

    @Override
    public String toString() {
        return "route " + name();
    }
}

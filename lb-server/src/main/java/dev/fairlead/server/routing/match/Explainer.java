package dev.fairlead.server.routing.match;

import java.util.List;

/** Says in words where a request leads, and why not elsewhere. */
final class Explainer {

    private final RouteTable table;
    private final RouteFacts facts;
    private final FoundRoute found;
    private final String path;

    Explainer(RouteTable table, RouteFacts facts) {
        this.table = table;
        this.facts = facts;
        this.found = table.find(facts);
        String normal = NormalPath.of(facts.path());
        this.path = normal == null ? facts.path() : normal;
    }

    RouteExplanation explanation() {
        boolean readable = found != NoRoute.PATH_ABOVE_ROOT && found != NoRoute.PATH_TOO_LONG;
        List<RouteVerdict> verdicts = table.routes().stream()
                .map(route -> readable ? verdict(route) : new RouteVerdict(route.name(), false, "not asked"))
                .toList();
        return new RouteExplanation(found, path, why(), verdicts);
    }

    private RouteVerdict verdict(CompiledRoute route) {
        String mismatch = new Mismatch(route, facts, path).words();
        if (!mismatch.isEmpty()) {
            return new RouteVerdict(route.name(), false, mismatch);
        }
        if (route == found) {
            return new RouteVerdict(route.name(), true, "every condition is met");
        }
        return new RouteVerdict(
                route.name(),
                true,
                found instanceof CompiledRoute first
                        ? "every condition is met, but " + first.name() + " comes before it"
                        : "every condition is met, but the path can be read in another way");
    }

    private String why() {
        if (found instanceof CompiledRoute route) {
            return "the first route that matches is " + route.name();
        }
        return switch ((NoRoute) found) {
            case NO_ROUTES -> "there are no routes";
            case NOT_MATCHED -> "no route matches";
            case PATH_ABOVE_ROOT -> "the path " + path + " leads above the root";
            case PATH_TOO_LONG ->
                "the path has " + path.length() + " characters; regular expressions are tried on at most "
                        + RouteTable.LONGEST_FOR_EXPRESSIONS;
            case PATH_AMBIGUOUS -> ambiguity();
        };
    }

    private String ambiguity() {
        FoundRoute plain = table.leadsTo(facts, path);
        for (PathReading reading : RouteTable.readings(facts.path(), PathMarks.of(facts.path()), path)) {
            String other = reading.path();
            if (other == null) {
                return "the path leads to " + words(plain) + ", but " + reading.how() + " it leads above the root";
            }
            FoundRoute elsewhere = table.leadsTo(facts, other);
            if (elsewhere != plain) {
                return "the path leads to " + words(plain) + ", but " + reading.how() + " it is " + other
                        + ", which leads to " + words(elsewhere);
            }
        }
        throw new IllegalStateException("every reading of " + path + " leads to " + words(plain));
    }

    private static String words(FoundRoute found) {
        return found instanceof CompiledRoute route ? "route " + route.name() : "no route";
    }
}
